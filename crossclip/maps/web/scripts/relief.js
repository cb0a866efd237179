// Light and shadow of the land over its colours, switched by a button on the map; the picture is fetched when it is
// first wanted. Its greys are light above 128 and shadow below; see pictures.py and land/relief.py.
(() => {
const { L, crossclip } = window;
const LEVEL_LAND = 128;
const [LIGHT, SHADOW] = [0.4, 0.4]; // opacity of full light and of full shadow

// Greys as white or black, as opaque as they are light or dark.
async function shading(url) {
    const { canvas, context, pixels } = await crossclip.pixels(url);
    const { data } = pixels;
    for (let i = 0; i < data.length; i += 4) {
        const lit = (data[i] - LEVEL_LAND) / 127;
        data.fill(lit > 0 ? 255 : 0, i, i + 3);
        data[i + 3] = Math.min(255, Math.round(255 * Math.abs(lit) * (lit > 0 ? LIGHT : SHADOW)));
    }
    context.putImageData(pixels, 0, 0);
    return createImageBitmap(canvas);
}

crossclip.relief = (map, { url, extent, credit }) => {
    const board = crossclip.board(map);
    const [west, south, east, north] = extent;
    let wanted = false;
    let chosen = null; // what was chosen here, until the page has said it too
    let picture = null;
    const sheets = [];

    function paint(context, view) {
        if (!wanted || !picture || board.data?.streets) return;
        const [left, top] = crossclip.unit(west, north);
        const [right, bottom] = crossclip.unit(east, south);
        context.save();
        crossclip.onWorld(context, view);
        context.clip(crossclip.paths().land, "evenodd");
        context.imageSmoothingQuality = "high";
        context.drawImage(picture, left, top, right - left, bottom - top);
        context.restore();
    }

    const button = L.DomUtil.create("button", "relief");
    Object.assign(button, { type: "button", textContent: "Relief", title: "Light and shadow of the land; values stay" });
    L.DomEvent.disableClickPropagation(button);
    const Control = L.Control.extend({ options: { position: "topright" }, onAdd: () => button });
    new Control().addTo(map);

    async function show(on) {
        wanted = on;
        button.setAttribute("aria-pressed", String(on));
        board.root.dataset.background = on ? "relief" : "plain";
        map.attributionControl?.[on ? "addAttribution" : "removeAttribution"](credit);
        if (on) picture ??= await crossclip.once(`relief${url}`, () => shading(url));
        sheets.forEach((sheet) => sheet.redraw());
    }

    button.addEventListener("click", () => {
        chosen = wanted ? "plain" : "relief";
        show(!wanted);
        board.tell({ background: chosen });
    });
    board.each((panel) => sheets.push(crossclip.sheet(paint, "relief").addTo(panel.map)));
    board.on("data", ({ data }) => {
        button.hidden = Boolean(data.streets); // which have land of their own
        const said = data.background ?? "plain";
        if (said === chosen) chosen = null;
        if (chosen === null && (said === "relief") !== wanted) show(said === "relief");
    });
    show(false);
};
})();
