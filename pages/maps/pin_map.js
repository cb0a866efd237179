// One pin on a Leaflet map: set by a click, dragged, or moved with the arrow keys. `data` is what the
// page holds to be true: {place: [longitude, latitude] or null, note, streets}.

const START = [-98, 44];
const START_ZOOM = 3;
const PIN_ZOOM = 5;
const MAX_ZOOM = 8; // beyond it the drawn land shows its corners
const STREETS = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const STREETS_CREDIT = "&copy; OpenStreetMap contributors";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 8; // pixels of an arrow key

// A place is [longitude, latitude]; Leaflet alone has it the other way round.
const toLeaflet = ([longitude, latitude]) => [latitude, longitude];
const fromLeaflet = ({ lat, lng }) => [Number(lng.toFixed(4)), Number(lat.toFixed(4))];

class PinMap {
    constructor(element, world) {
        const { L } = globalThis;
        this.element = element;
        this.shown = "null"; // the place that the page said last
        this.chosen = []; // places chosen here that it has not said yet
        this.map = L.map(element, { worldCopyJump: true }).setView(toLeaflet(START), START_ZOOM);
        this.map.attributionControl.setPrefix("Leaflet");
        this.land = L.layerGroup(["land", "state", "country"].map((name) =>
            L.geoJSON(world.shapes[name], { interactive: false, className: name, attribution: world.credit })));
        this.streets = L.tileLayer(STREETS, { maxZoom: 19, attribution: STREETS_CREDIT });
        // A picture of a pin would have to be fetched: this one is drawn by the style sheet.
        const icon = L.divIcon({ className: "pin", iconSize: [22, 22] });
        this.pin = L.marker(toLeaflet(START), { icon, draggable: true, autoPan: true, alt: "Pin", title: "Pin" });
        this.pin.bindTooltip("", { permanent: true, direction: "right", offset: [12, 0] });
        this.map.on("click", (event) => this.choose(event.latlng));
        this.pin.on("dragend", () => this.choose(this.pin.getLatLng()));
        this.pin.on("add", () => this.listenToArrows());
        new ResizeObserver(() => this.map.invalidateSize()).observe(element);
    }

    update({ place, note, streets }, tell) {
        this.tell = tell;
        const [shown, hidden] = streets ? [this.streets, this.land] : [this.land, this.streets];
        this.map.addLayer(shown).removeLayer(hidden).setMaxZoom(streets ? 19 : MAX_ZOOM);
        this.show(place);
        this.pin.setTooltipContent(note);
        this.pin.getTooltip().setOpacity(note ? 0.9 : 0);
    }

    show(place) {
        const text = String(place);
        const echo = this.chosen.includes(text);
        // While the page has not caught up with what was chosen here, what it says is of the past.
        if (text !== this.chosen.at(-1) && this.chosen.length && (echo || text === this.shown)) return;
        // A place that was typed, or came with a photo, is brought into sight; one chosen here is in sight.
        if (place && !echo && text !== this.shown) this.map.setView(toLeaflet(place), Math.max(this.map.getZoom(), PIN_ZOOM));
        this.shown = text;
        this.chosen = [];
        if (place) this.pin.setLatLng(toLeaflet(place)).addTo(this.map);
        else this.pin.remove();
    }

    choose(latlng) {
        const place = fromLeaflet(latlng.wrap());
        this.chosen.push(String(place));
        this.pin.setLatLng(latlng).addTo(this.map); // at once, the answer follows
        this.tell(place);
    }

    listenToArrows() {
        this.pin.getElement().addEventListener("keydown", (event) => {
            if (!(event.key in ARROWS)) return;
            event.preventDefault();
            event.stopPropagation(); // the map would pan
            const [right, down] = ARROWS[event.key];
            const at = this.map.latLngToContainerPoint(this.pin.getLatLng()).add([STEP * right, STEP * down]);
            this.choose(this.map.containerPointToLatLng(at));
        });
    }
}

export default async function ({ parentElement, data, setTriggerValue }) {
    const element = parentElement.querySelector(".pin-map");
    element.latest = data;
    const world = await (globalThis.naturalEarth ??= Promise.withResolvers()).promise;
    element.pinMap ??= new PinMap(element, world);
    element.pinMap.update(element.latest, (place) => setTriggerValue("place", place));
}
