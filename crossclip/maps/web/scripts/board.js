// What the plugins of a map share: its panels (one map, or several that move together), what is shown, and where it is
// in the year. `crossclip.board(map)` is the one of a map; it says "data", "panel", "week" and "pin" to plugins.
(() => {
const { L } = window;

const Board = L.Evented.extend({
    initialize(map) {
        document.documentElement.lang ||= "en";
        this.root = L.DomUtil.create("div", "crossclip");
        map.getContainer().before(this.root);
        this.head = L.DomUtil.create("div", "head", this.root);
        this.row = L.DomUtil.create("div", "panels", this.root);
        this.foot = L.DomUtil.create("div", "foot", this.root);
        this.map = map;
        this.panels = [];
        this.position = null; // in the year: 0 is the first week, and between two whole numbers one fades into the next
        this.playing = false;
        this.add(map, map.getContainer());
        new MutationObserver(() => this.themed()).observe(document.head, { childList: true, subtree: true });
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.themed());
    },

    figure(container) {
        const figure = L.DomUtil.create("figure", "", this.row);
        const caption = L.DomUtil.create("figcaption", "", figure);
        caption.innerHTML = "<b></b> <i></i>";
        figure.append(container);
        return { figure, caption };
    },

    add(map, container, parts = this.figure(container)) {
        const panel = { map, index: this.panels.length, ...parts };
        map.crossclip = this;
        this.panels.push(panel);
        container.setAttribute("role", "region");
        // A frame that is not laid out yet has no height: whatever is fitted into none is lost.
        new ResizeObserver(() => container.clientHeight && map.invalidateSize({ pan: false })).observe(container);
        this.fire("panel", { panel });
    },

    // Another map of the same part of the world, which moves with the first.
    twin() {
        const first = this.map;
        const container = L.DomUtil.create("div", "folium-map");
        const parts = this.figure(container);
        const view = { center: first.getCenter(), zoom: first.getZoom(), attributionControl: false };
        const map = L.map(container, { ...first.options, ...view });
        together(first, map);
        map.on("click", ({ latlng }) => first.fire("click", { latlng })); // whoever listens to the first hears of it
        this.add(map, container, parts);
    },

    // Install a plugin on every panel that there is and will be.
    each(install) {
        this.panels.forEach(install);
        this.on("panel", ({ panel }) => install(panel));
    },

    show(data) {
        const panels = data.panels ?? [{}];
        while (this.panels.length < panels.length) this.twin();
        while (this.panels.length > panels.length) {
            const { map, figure } = this.panels.pop();
            map.remove();
            figure.remove();
        }
        this.data = data;
        this.panels.forEach(({ map, caption }, index) => {
            const { title = "", italics = "", alt = "" } = panels[index];
            caption.querySelector("b").textContent = title;
            caption.querySelector("i").textContent = italics;
            caption.hidden = !title;
            map.getContainer().setAttribute("aria-label", alt);
        });
        this.root.classList.toggle("pair", panels.length > 1);
        this.root.classList.toggle("values", Boolean(data.panels));
        if (!this.playing) this.position = data.week ? data.week - 1 : null;
        this.root.classList.toggle("page", Boolean(data.heading));
        this.fire("data", { data });
        if (!data.panels) this.root.dataset.ready = "1"; // with values it is when they are drawn
    },

    move(position) {
        this.position = position;
        this.fire("week");
    },

    // Tell the page that holds the map, if there is one, what was chosen.
    tell(value) {
        window.Streamlit?.setComponentValue({ ...value, turn: Date.now() }); // told again, it is news
    },

    // A colour of the style sheet as canvases take it.
    colour(name) {
        this.probe ??= L.DomUtil.create("span", "probe", this.root);
        this.probe.style.color = `var(--${name})`;
        return getComputedStyle(this.probe).color;
    },

    themed() {
        const theme = ["ink", "land", "sea"].map((name) => this.colour(name)).join();
        if (theme === this.theme) return;
        this.theme = theme;
        this.fire("theme");
    },
});

function together(first, second) {
    let moving = false;
    for (const [leader, follower] of [[first, second], [second, first]]) {
        leader.on("move zoomend", () => {
            if (moving || !follower.getContainer().isConnected) return;
            moving = true;
            follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
            moving = false;
        });
    }
}

// What is shown, as a layer: adding it shows it.
const Shown = L.Layer.extend({
    initialize(data) { this.data = data; },
    onAdd(map) { crossclip.board(map).show(this.data); },
    onRemove() {},
});

window.crossclip = { board: (map) => (map.crossclip ??= new Board(map)), shown: (data) => new Shown(data) };
})();
