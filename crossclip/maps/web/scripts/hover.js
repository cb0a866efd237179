// The value under the pointer, and the one at the pin, in the words of the page; while the year plays they are read off
// its frames, and are about right.
(() => {
const { L, crossclip } = window;

// What a map says of a place: exactly where its own week is shown, or about, from a frame of the year.
crossclip.valueAt = (board, index, longitude, latitude) => {
    const { pictures, position, playing } = board;
    const picture = pictures?.[index];
    if (!picture?.codes) return "";
    const { data } = pictures;
    const cell = crossclip.landCell(picture.codes, data.grid, longitude, latitude);
    if (!cell) return data.words.sea;
    const [row, column] = cell;
    const { width, data: codes } = picture.codes;
    const at = 4 * (row * width + column);
    if (!picture.year || position === null || (!playing && position === data.week - 1)) {
        return crossclip.written(data.words, codes.subarray(at, at + 3));
    }
    const week = Math.round(position) % picture.year.length;
    const [west, south, east, north] = data.grid;
    const x = west + ((column + 0.5) / width) * (east - west);
    const y = north - ((row + 0.5) / picture.codes.height) * (north - south);
    const known = crossclip.levelAt(picture.masks[picture.weeks[week]], data.extent, x, y) > 127;
    const level = crossclip.levelAt(picture.year[week], data.extent, x, y);
    if (!known || !level) return data.words.noValue;
    return `≈ ${data.words.template.replace("{}", data.words.levels.split(" ")[level - 1])}`;
};

crossclip.hover = (map) => {
    const board = crossclip.board(map);
    const tip = L.tooltip({ direction: "top", offset: [0, -6], opacity: 0.95 });
    let last = null;
    const show = () => {
        const text = last && crossclip.valueAt(board, last.index, last.latlng.lng, last.latlng.lat);
        if (!text || text === board.data?.words?.sea) tip.remove();
        else tip.setLatLng(last.latlng).setContent(document.createTextNode(text)).addTo(last.map);
    };
    board.each(({ map: one, index }) => {
        one.on("mousemove", ({ latlng }) => { last = { map: one, index, latlng }; show(); });
        one.on("mouseout", () => { last = null; show(); });
    });
    board.on("week pictures", show);
};

crossclip.readout = (map) => {
    const board = crossclip.board(map);
    const line = L.DomUtil.create("p", "readout", board.head);
    line.setAttribute("role", "status");
    const show = () => {
        const { data, pin } = board;
        line.hidden = !pin || !data?.panels || !data.words;
        if (line.hidden) return;
        line.setAttribute("aria-live", board.playing ? "off" : "polite");
        const values = board.panels.map(({ index }) => {
            const { title } = data.panels[index];
            return `${title ? `${title} ` : ""}${crossclip.valueAt(board, index, ...pin)}`;
        });
        line.textContent = `At ${pin[1].toFixed(2)}, ${pin[0].toFixed(2)}: ${values.join("; ")}`;
    };
    board.on("pin week pictures", show);
};
})();
