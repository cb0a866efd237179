// A canvas over the view of a map, which a plugin paints: land, values, lines and names are each one.
(() => {
const { L, crossclip } = window;
const TILE = 256; // pixels of the world at zoom 0
const MOST_NORTHERN = 85.0511;

const Sheet = L.Renderer.extend({
    initialize(paint, pane) {
        this.paint = paint;
        L.Renderer.prototype.initialize.call(this, { pane, padding: 0.15 });
    },

    onAdd(map) {
        const { pane } = this.options;
        if (!map.getPane(pane)) map.createPane(pane);
        map.getPane(pane).style.zIndex = PANES[pane];
        map.getPane(pane).style.pointerEvents = "none";
        L.Renderer.prototype.onAdd.call(this, map);
    },

    _initContainer() {
        this._container = document.createElement("canvas");
        this._container.setAttribute("aria-hidden", "true");
    },

    _destroyContainer() { this._container.remove(); },

    _update() {
        if (this._map._animatingZoom && this._bounds) return;
        L.Renderer.prototype._update.call(this);
        const size = this._bounds.getSize();
        const ratio = devicePixelRatio;
        Object.assign(this._container, { width: size.x * ratio, height: size.y * ratio });
        Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
        L.DomUtil.setPosition(this._container, this._bounds.min);
        const corner = this._map.getPixelOrigin().add(this._bounds.min).multiplyBy(ratio);
        const scale = TILE * 2 ** this._map.getZoom() * ratio;
        // From the world as a square of side 1 to pixels of the canvas.
        this.view = { scale, ratio, left: -corner.x, top: -corner.y, key: [scale, corner.x, corner.y, size.x, size.y].join() };
        this.redraw();
    },

    redraw() {
        if (!this.view || !this._map) return;
        const context = this._container.getContext("2d");
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.clearRect(0, 0, this._container.width, this._container.height);
        this.paint(context, this.view, this._map);
    },
});

const PANES = { ground: 210, values: 250, relief: 300, lines: 450, names: 460 };

// Longitude and latitude on the world in Web Mercator, a square of side 1.
const unit = (longitude, latitude) => {
    const north = Math.max(-MOST_NORTHERN, Math.min(MOST_NORTHERN, latitude)) * Math.PI / 180;
    return [(longitude + 180) / 360, (1 - Math.asinh(Math.tan(north)) / Math.PI) / 2];
};

const onWorld = (context, { scale, left, top }) => context.setTransform(scale, 0, 0, scale, left, top);

// The world, and where a map may be moved beyond its edge the one beside it, as views to paint on.
const worlds = (map, view) => {
    const beyond = L.latLngBounds(map.options.maxBounds).getWest() < -190;
    return beyond ? [{ ...view, left: view.left - view.scale }, view] : [view];
};

Object.assign(crossclip, { sheet: (...given) => new Sheet(...given), unit, onWorld, worlds });
})();
