// One pin: set by a click, dragged, or moved with the arrow keys; Enter sets it in the middle of the map.
(() => {
const { L, crossclip } = window;
const PIN_ZOOM = 5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 8; // pixels of an arrow key
const REST = 250; // milliseconds

// A place is [longitude, latitude]; Leaflet alone has it the other way round.
const toLeaflet = ([longitude, latitude]) => [latitude, longitude];
const fromLeaflet = ({ lat, lng }) => [Number(lng.toFixed(4)), Number(lat.toFixed(4))];

class Pin {
    constructor(board) {
        this.board = board;
        this.shown = "null"; // the place that the page said last
        this.chosen = []; // places chosen here that it has not said yet
        this.markers = [];
        this.moved = -Infinity;
        board.each((panel) => this.install(panel));
        board.on("data", ({ data }) => this.update(data));
        board.map.on("click", ({ latlng }) => this.choose(latlng));
        board.map.getContainer().addEventListener("keydown", (event) => {
            if (event.key !== "Enter" || event.target !== board.map.getContainer()) return;
            board.map.fire("click", { latlng: board.map.getCenter() });
        });
    }

    install({ map, index }) {
        // A picture of a pin would have to be fetched: this one is drawn by the style sheet.
        const icon = L.divIcon({ className: "pin", iconSize: [22, 22] });
        const marker = L.marker([0, 0], { icon, draggable: true, autoPan: true, title: "Pin" });
        marker.on("dragend", () => this.board.map.fire("click", { latlng: marker.getLatLng() }));
        marker.on("add", () => marker.getElement().addEventListener("keydown", (event) => this.key(event, map, marker)));
        this.markers[index] = marker;
    }

    key(event, map, marker) {
        if (!(event.key in ARROWS)) return;
        event.preventDefault();
        event.stopPropagation(); // the map would pan
        const [right, down] = ARROWS[event.key];
        const at = map.latLngToContainerPoint(marker.getLatLng()).add([STEP * right, STEP * down]);
        this.board.map.fire("click", { latlng: map.containerPointToLatLng(at) });
    }

    update({ pin, note = "" }) {
        this.markers.length = this.board.panels.length;
        const text = String(pin ?? null);
        const echo = this.chosen.includes(text);
        // While the page has not caught up with what was chosen here, what it says is of the past.
        const late = text !== this.chosen.at(-1) && this.chosen.length && (echo || text === this.shown);
        if (!late) {
            // A place that was typed, or came with a photo, is brought into sight; one chosen here is in sight.
            const { map } = this.board;
            if (pin && !echo && text !== this.shown && !map.getBounds().contains(toLeaflet(pin))) {
                map.setView(toLeaflet(pin), Math.max(map.getZoom(), PIN_ZOOM));
            }
            this.shown = text;
            this.chosen = [];
            this.board.pin = pin;
        }
        this.note = note;
        this.draw();
    }

    choose(latlng) {
        const there = latlng.wrap();
        const place = fromLeaflet(there);
        this.chosen.push(String(place));
        this.board.pin = place;
        this.draw(); // at once, the answer follows
        this.tell(there);
    }

    // The page hears of a choice at once; of those that follow it quickly, as of a held arrow key, when the pin rests.
    tell({ lat, lng }) {
        const moving = Date.now() - this.moved < REST;
        this.moved = Date.now();
        clearTimeout(this.resting);
        this.resting = setTimeout(() => this.board.tell({ place: { lat, lng } }), moving ? REST : 0);
    }

    draw() {
        const { pin } = this.board;
        this.board.panels.forEach(({ map, index }) => {
            const marker = this.markers[index];
            if (!pin) return marker.remove();
            marker.setLatLng(toLeaflet(pin)).addTo(map).unbindTooltip();
            if (!this.note) return;
            const text = document.createTextNode(this.note); // a string would be read as HTML
            marker.bindTooltip(text, { permanent: true, direction: "auto", offset: [12, 0] });
        });
        this.board.fire("pin");
    }
}

crossclip.pin = (map) => new Pin(crossclip.board(map));
})();
