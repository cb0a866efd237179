// Values over land as a smooth picture, hatched where there are none; the year's frames fade into each other.
(() => {
const { crossclip } = window;

// Where levels pass `level`: segments between the centres of cells, in cells.
function contour({ width, height, levels }, level) {
    const path = new Path2D();
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    for (let row = 0; row + 1 < height; row++) for (let column = 0; column + 1 < width; column++) {
        const around = corners.map(([right, down]) => levels[(row + down) * width + column + right]);
        if (around.every((one) => (one < level) === (around[0] < level))) continue;
        const crossings = corners.flatMap(([x, y], i) => {
            const next = (i + 1) % 4;
            if ((around[i] < level) === (around[next] < level)) return [];
            const share = (level - around[i]) / (around[next] - around[i]);
            const [toX, toY] = corners[next];
            return [[column + x + share * (toX - x), row + y + share * (toY - y)]];
        });
        for (let i = 0; i + 1 < crossings.length; i += 2) {
            path.moveTo(...crossings[i]);
            path.lineTo(...crossings[i + 1]);
        }
    }
    return path;
}

// A server that is busy may lose a picture once: it is asked again.
async function patient(make, tries = 4, wait = 300) {
    for (let left = tries; ; left--) {
        try {
            return await make();
        } catch (error) {
            if (left <= 1) throw error;
            await new Promise((later) => setTimeout(later, wait * 2 ** (tries - left)));
        }
    }
}

async function loaded(data) {
    const palette = data.palette && crossclip.bytes(data.palette);
    const frames = (url, count) => url && crossclip.once(`${data.palette}${url}`, () => crossclip.frames(url, count, palette));
    const masks = ({ url, count }) => crossclip.once(`mask${url}`, () => crossclip.masks(url, count));
    const codes = (url) => url && crossclip.once(`codes${url}`, async () => (await crossclip.pixels(url)).pixels);
    return Promise.all(data.panels.map(async (panel) => ({
        still: (await frames(panel.still, 1))[0], year: await frames(panel.year, data.weeks), codes: await codes(panel.codes),
        mask: panel.mask && (await masks(panel.mask))[panel.mask.index],
        masks: panel.yearMask && await masks(panel.yearMask), weeks: panel.yearMask?.weeks,
    })));
}

// What is to be drawn of a panel now: frames with their opacity, and where there are values.
function layers(board, { still, year, mask, masks, weeks }) {
    const { week } = board.pictures.data;
    if (!year || board.position === null || (!board.playing && board.position === week - 1)) return { frames: [[still, 1]], mask };
    const index = Math.floor(board.position);
    const share = board.position - index;
    const next = (index + 1) % year.length;
    const near = share > 0.5 ? next : index;
    const frames = [[year[index % year.length], 1], ...(share ? [[year[next], share]] : [])];
    // Frames are of wider cells than what stands still: it fades away, and comes again with its week.
    const away = Math.abs(board.position - (week - 1));
    const apart = Math.min(away, year.length - away);
    if (week && apart < 1) frames.push([still, 1 - apart]);
    return { frames, mask: masks && masks[weeks[near % weeks.length]] };
}

function hatched(board, ratio) {
    const size = 6 * ratio;
    const canvas = new OffscreenCanvas(size, size);
    const context = canvas.getContext("2d");
    context.fillStyle = board.colour("none");
    context.fillRect(0, 0, size, size);
    context.strokeStyle = board.colour("hatch");
    context.lineWidth = ratio;
    for (const shift of [-size, 0, size]) {
        context.moveTo(shift, size);
        context.lineTo(shift + size, 0);
    }
    context.stroke();
    return context.createPattern(canvas, "repeat");
}

// Land as opacity, and hatched: the same while the view stands still.
function landOf(panel, board, view, { width, height }) {
    const key = `${view.key},${board.theme}`;
    if (panel.landKey === key) return panel.land;
    const drawn = (fill) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext("2d");
        crossclip.onWorld(context, view);
        context.clip(crossclip.paths().land, "evenodd");
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.fillStyle = fill;
        context.fillRect(0, 0, width, height);
        return canvas;
    };
    Object.assign(panel, { landKey: key, land: { whole: drawn("#000"), hatched: drawn(hatched(board, view.ratio)) } });
    return panel.land;
}

function paint(board, panel, context, view) {
    const { pictures } = board;
    const picture = pictures?.[panel.index];
    if (!picture) return;
    const { data } = pictures; // what they were made of: newer pictures may be on their way
    const { canvas } = context;
    if (!canvas.width || !canvas.height) return; // a frame that is not laid out yet has nothing to draw on
    const land = landOf(panel, board, view, canvas);
    if (data.hatched) context.drawImage(land.hatched, 0, 0);
    const { frames, mask } = layers(board, picture);
    const buffer = (panel.buffer ??= new OffscreenCanvas(1, 1));
    Object.assign(buffer, { width: canvas.width, height: canvas.height });
    const drawing = buffer.getContext("2d");
    const [west, south, east, north] = data.extent;
    const [left, top] = crossclip.unit(west, north);
    const [right, bottom] = crossclip.unit(east, south);
    const fill = (image) => drawing.drawImage(image, left, top, right - left, bottom - top);
    crossclip.onWorld(drawing, view);
    drawing.imageSmoothingQuality = board.playing ? "low" : "high";
    for (const [frame, alpha] of frames) {
        drawing.globalAlpha = alpha;
        fill(frame.picture);
    }
    drawing.globalAlpha = 1;
    if (data.line) drawLine(board, drawing, view, frames.findLast(([, alpha]) => alpha >= 0.5)[0], [left, top, right, bottom]);
    drawing.globalCompositeOperation = "destination-in";
    if (mask) fill(mask.picture);
    drawing.setTransform(1, 0, 0, 1, 0, 0);
    drawing.drawImage(land.whole, 0, 0);
    drawing.globalCompositeOperation = "source-over";
    context.drawImage(buffer, 0, 0);
}

function drawLine(board, context, { scale, ratio }, frame, [left, top, right, bottom]) {
    const { level } = board.pictures.data.line;
    if (frame.level !== level) Object.assign(frame, { level, line: contour(frame, level) });
    const [x, y] = [(right - left) / frame.width, (bottom - top) / frame.height];
    const path = new Path2D();
    path.addPath(frame.line, new DOMMatrix([x, 0, 0, y, left + x / 2, top + y / 2]));
    context.strokeStyle = "#222222";
    context.lineWidth = 2 * ratio / scale;
    context.stroke(path);
}

crossclip.values = (map) => {
    const board = crossclip.board(map);
    board.each((panel) => {
        panel.sheet = crossclip.sheet((context, view) => paint(board, panel, context, view), "values").addTo(panel.map);
    });
    const redraw = () => board.panels.forEach(({ sheet }) => sheet.redraw());
    let turn = 0;
    board.on("data", async ({ data }) => {
        const mine = ++turn;
        const pictures = await patient(() => loaded(data));
        if (mine !== turn) return; // a newer answer came first
        board.pictures = Object.assign(pictures, { data });
        redraw();
        board.fire("pictures");
        board.root.dataset.ready = mine; // for those who wait for the map
    });
    board.on("week theme", redraw);
};
})();
