// Where a map opens: on a part of the world, once the words around the map have left it its room.
(() => {
const { crossclip } = window;

crossclip.view = (map) => {
    const board = crossclip.board(map);
    let touched = false;
    const fit = () => {
        if (touched || !board.data || !map.getSize().y) return;
        const [west, south, east, north] = board.data.view;
        map.fitBounds([[south, west], [north, east]], { animate: false });
    };
    // Words and frames find their size after the map has: until a person has moved the map, it is fitted again.
    const theirs = () => { touched = true; };
    for (const kind of ["pointerdown", "wheel", "keydown"]) board.root.addEventListener(kind, theirs, { once: true });
    board.each(({ map: one }) => one.on("resize", fit)); // one that finds its size moves those beside it
    board.once("data", () => {
        map.invalidateSize({ pan: false });
        fit();
    });
};
})();
