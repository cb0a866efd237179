// What the map is of, and what colours, hatching and line mean.
(() => {
const { L, crossclip } = window;

function show(box, data) {
    const { palette, ticks, meaning, words, line, remark } = data;
    box.replaceChildren();
    box.hidden = !palette && !remark;
    if (palette) {
        const scale = L.DomUtil.create("div", "scale", box);
        L.DomUtil.create("p", "", scale).textContent = meaning;
        const colours = crossclip.bytes(palette);
        const stops = Array.from({ length: colours.length / 3 }, (_, i) => `rgb(${colours.subarray(3 * i, 3 * i + 3)})`);
        L.DomUtil.create("div", "bar", scale).style.background = `linear-gradient(to right, ${stops})`;
        const marks = L.DomUtil.create("div", "ticks", scale);
        for (const [position, text] of ticks) {
            const mark = L.DomUtil.create("span", "", marks);
            mark.textContent = text;
            mark.style.left = `${100 * position}%`;
        }
    }
    const entries = L.DomUtil.create("div", "marks", box);
    for (const [kind, text] of [["swatch", data.hatched && words.noValue], ["stroke", line?.words]]) {
        if (!text) continue;
        const entry = L.DomUtil.create("div", "entry", entries);
        L.DomUtil.create("span", kind, entry);
        L.DomUtil.create("span", "", entry).textContent = `${text[0].toUpperCase()}${text.slice(1)}`;
    }
    if (remark) L.DomUtil.create("p", "remark", box).textContent = remark;
}

crossclip.legend = (map) => {
    const board = crossclip.board(map);
    const box = L.DomUtil.create("div", "legend", board.foot);
    const heading = L.DomUtil.create("h1", "", null);
    board.head.prepend(heading);
    board.on("data", ({ data }) => {
        heading.textContent = data.heading ?? "";
        heading.hidden = !data.heading;
        show(box, data);
    });
};
})();
