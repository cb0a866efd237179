// Land without its lakes, borders, and names of towns that come with the zoom: Natural Earth, sent once.
// `crossclip.world` holds lines as whole hundredths of a degree, each point as the step from the one before.
(() => {
const { L, crossclip } = window;
const NAMES = "600 11px system-ui, sans-serif";
const ROOM = 6; // pixels around a name
const POPULATION = [0, 0, 0, 1e6, 4e5, 1e5, 0, 0]; // at each zoom, the smallest town with a name

function traced(lines, close) {
    const path = new Path2D();
    for (const steps of lines) {
        let [x, y] = [0, 0];
        for (let i = 0; i < steps.length; i += 2) {
            x += steps[i];
            y += steps[i + 1];
            path[i ? "lineTo" : "moveTo"](...crossclip.unit(x / 100, y / 100));
        }
        if (close) path.closePath();
    }
    return path;
}

crossclip.paths = () => (crossclip.traced ??= {
    land: traced(crossclip.world.land, true),
    country: traced(crossclip.world.country),
    state: traced(crossclip.world.state),
});

function paintGround(board, context, view) {
    crossclip.onWorld(context, view);
    context.fillStyle = board.colour("land");
    context.fill(crossclip.paths().land, "evenodd");
}

function paintLines(board, context, view, map) {
    const { land, country, state } = crossclip.paths();
    const thin = Math.min(1, map.getZoom() / 4); // seen from afar, small lakes would be nothing but outline
    context.strokeStyle = board.colour("border");
    for (const [path, width, alpha] of [[state, 0.6, 0.6], [country, 1.1, 0.85], [land, 0.8, 0.9]]) {
        crossclip.onWorld(context, view);
        context.lineWidth = width * thin * view.ratio / view.scale;
        context.globalAlpha = alpha;
        context.stroke(path);
    }
    context.globalAlpha = 1;
}

// Names from the largest town on, where there is room.
function paintNames(board, context, view, map) {
    const least = POPULATION[Math.min(Math.floor(map.getZoom()), POPULATION.length - 1)];
    if (map.getZoom() < 3) return;
    const taken = [];
    const { ratio } = view;
    context.font = NAMES.replace("11px", `${11 * ratio}px`);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const [name, longitude, latitude, population] of crossclip.world.towns) {
        if (population < least) break;
        const [across, down] = crossclip.unit(longitude, latitude);
        const [x, y] = [across * view.scale + view.left, down * view.scale + view.top];
        if (x < 0 || y < 0 || x > context.canvas.width || y > context.canvas.height) continue;
        const box = [x - ROOM * ratio, y - 9 * ratio, x + context.measureText(name).width + 2 * ROOM * ratio, y + 9 * ratio];
        if (taken.some(([w, n, e, s]) => box[0] < e && box[2] > w && box[1] < s && box[3] > n)) continue;
        taken.push(box);
        context.lineWidth = 3 * ratio;
        context.strokeStyle = board.colour("halo");
        context.fillStyle = board.colour("ink");
        context.beginPath();
        context.arc(x, y, 1.8 * ratio, 0, 2 * Math.PI);
        context.stroke();
        context.fill();
        context.strokeText(name, x + ROOM * ratio, y);
        context.fillText(name, x + ROOM * ratio, y);
    }
}

crossclip.baseMap = (map) => {
    const board = crossclip.board(map);
    const sheets = [];
    board.each((panel) => {
        const sheet = (paint, pane) => crossclip.sheet((context, view, one) => {
            for (const world of crossclip.worlds(one, view)) paint(board, context, world, one);
        }, pane);
        const [ground, lines, names] = [sheet(paintGround, "ground"), sheet(paintLines, "lines"), sheet(paintNames, "names")];
        panel.base = [ground, lines, names];
        sheets.push(...panel.base);
        panel.base.forEach((sheet) => sheet.addTo(panel.map));
        if (panel.index) return;
        map.attributionControl?.setPrefix("Leaflet").addAttribution(crossclip.world.credit);
        L.control.scale({ position: "bottomleft" }).addTo(map);
    });
    board.on("theme", () => sheets.forEach((sheet) => sheet.redraw()));
    // Street tiles have land and names of their own, down to single streets; what is drawn here ends before.
    board.on("data", ({ data }) => board.panels.forEach((panel) => {
        for (const sheet of panel.base) {
            if (data.streets) sheet.remove();
            else sheet.addTo(panel.map);
        }
        panel.map.setMaxZoom(data.streets ? 19 : panel.map.options.drawnZoom);
    }));
};
})();
