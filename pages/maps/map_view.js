// One map, or several side by side, on canvases; a year of frames is played here, without the server.
// `data` is what the page holds to be true; see `map_view` in map_view.py for its fields.

const FRAME = 170; // milliseconds of a week
const SETTLE = 150; // milliseconds without another key
const TALLEST = "76vh"; // so that map and player fit the screen
const SOUTHERNMOST = -60; // degrees: nothing is drawn of Antarctica

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

async function decoded(png) {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return { canvas, pixels: context.getImageData(0, 0, image.width, image.height) };
}

// Frames lie below each other in one picture. With a palette the picture's greys are levels, 0 for no value.
async function frames(png, count, palette) {
    const { canvas, pixels } = await decoded(png);
    const { width, data } = pixels;
    const height = pixels.height / count;
    const levels = palette && data.filter((_, index) => index % 4 === 0);
    if (palette) {
        for (let i = 0; i < levels.length; i++) {
            const colour = 3 * (levels[i] - 1);
            for (let c = 0; c < 3; c++) data[4 * i + c] = levels[i] ? palette[colour + c] : 0;
            data[4 * i + 3] = levels[i] ? 255 : 0;
        }
        canvas.getContext("2d").putImageData(pixels, 0, 0);
    }
    return Promise.all(Array.from({ length: count }, async (_, index) => ({
        width, height, levels: levels && levels.subarray(index * width * height, (index + 1) * width * height),
        picture: await createImageBitmap(canvas, 0, index * height, width, height),
    })));
}

// Where levels pass `level`: segments between the centres of cells that all have a value, in cells.
function contour({ width, height, levels }, level) {
    const path = new Path2D();
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    for (let row = 0; row + 1 < height; row++) for (let column = 0; column + 1 < width; column++) {
        const around = corners.map(([right, down]) => levels[(row + down) * width + column + right]);
        if (!around.every(Boolean) || around.every((one) => (one < level) === (around[0] < level))) continue;
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

class Panel {
    constructor(view, index) {
        this.view = view;
        this.element = document.createElement("figure");
        this.element.innerHTML = "<figcaption><b></b> <i></i></figcaption><canvas role='img'></canvas>";
        this.canvas = this.element.querySelector("canvas");
        this.canvas.addEventListener("click", (event) => view.tell("place", this.place(event)));
        this.canvas.addEventListener("pointermove", (event) => view.hover(this, index, event));
        this.canvas.addEventListener("pointerleave", () => view.hover());
    }

    get box() {
        const [west, south, east, north] = this.view.data.extent;
        return { west, south: Math.max(south, SOUTHERNMOST), east, north, bottom: south };
    }

    // Where on the canvas a pointer is, each way from 0 to 1.
    position(event) {
        const { left, top, width, height } = this.canvas.getBoundingClientRect();
        return [clamp((event.clientX - left) / width, 0, 1), clamp((event.clientY - top) / height, 0, 1)];
    }

    place(event) {
        const { west, south, east, north } = this.box;
        const [right, down] = this.position(event);
        return [west + right * (east - west), north - down * (north - south)];
    }

    // The level of a frame at a place, 0 at sea.
    level(frame, [longitude, latitude]) {
        const { west, east, north, bottom } = this.box;
        const [x, y] = [this.x(longitude), this.y(latitude)];
        if (!this.canvas.getContext("2d").isPointInPath(this.land, x, y, "evenodd")) return 0;
        const column = Math.floor(((longitude - west) / (east - west)) * frame.width);
        const row = Math.floor(((north - latitude) / (north - bottom)) * frame.height);
        return frame.levels[Math.min(row, frame.height - 1) * frame.width + Math.min(column, frame.width - 1)];
    }

    update({ title, italics, alt }) {
        this.element.querySelector("b").textContent = title;
        this.element.querySelector("i").textContent = italics;
        this.element.querySelector("figcaption").hidden = !title;
        this.canvas.setAttribute("aria-label", alt);
    }

    fit() {
        const { west, south, east, north } = this.box;
        const stretch = Math.cos(((south + north) / 2) * Math.PI / 180);
        const shape = (north - south) / ((east - west) * stretch);
        this.canvas.style.maxWidth = `calc(${TALLEST} / ${shape})`;
        const width = Math.round(this.canvas.clientWidth * devicePixelRatio);
        const key = [width, west, south, east, north].join();
        if (!width || key === this.fitted) return;
        this.fitted = key;
        this.canvas.width = width;
        this.canvas.height = Math.round(width * shape);
        const x = (longitude) => ((longitude - west) / (east - west)) * width;
        const y = (latitude) => ((north - latitude) / (north - south)) * this.canvas.height;
        const path = (lines, close) => lines.reduce((all, line) => {
            const inside = ([w, s, e, n]) => w < east && e > west && s < north && n > south;
            if (!inside(line.box)) return all;
            for (let i = 0; i < line.points.length; i += 2) {
                all[i ? "lineTo" : "moveTo"](x(line.points[i]), y(line.points[i + 1]));
            }
            if (close) all.closePath();
            return all;
        }, new Path2D());
        const { land, country, state } = this.view.outlines;
        Object.assign(this, { x, y, land: path(land, true), country: path(country), state: path(state) });
    }

    draw(layers) {
        this.fit();
        if (!this.land) return;
        const { canvas, box } = this;
        const { ink, hatch } = this.view.theme;
        const context = canvas.getContext("2d");
        const line = devicePixelRatio;
        context.clearRect(0, 0, canvas.width, canvas.height);
        context.save();
        context.clip(this.land, "evenodd");
        context.fillStyle = hatch;
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.imageSmoothingQuality = "high";
        for (const [frame, alpha] of layers) {
            context.globalAlpha = alpha;
            context.drawImage(frame.picture, 0, 0, canvas.width, this.y(box.bottom));
        }
        context.globalAlpha = 1;
        this.drawLine(context, layers.findLast(([, alpha]) => alpha > 0.5)[0], line);
        context.restore();
        context.strokeStyle = ink;
        for (const [path, width, alpha] of [[this.state, 0.5, 0.45], [this.country, 1, 0.7], [this.land, 0.8, 0.8]]) {
            context.globalAlpha = alpha;
            context.lineWidth = width * line;
            context.stroke(path);
        }
        context.globalAlpha = 1;
        this.drawPin(context, line);
    }

    drawLine(context, frame, width) {
        const { line } = this.view.data;
        if (!line) return;
        if (frame.level !== line.level) Object.assign(frame, { level: line.level, line: contour(frame, line.level) });
        const [right, down] = [this.canvas.width / frame.width, this.y(this.box.bottom) / frame.height];
        const path = new Path2D();
        path.addPath(frame.line, new DOMMatrix([right, 0, 0, down, right / 2, down / 2]));
        context.strokeStyle = this.view.theme.ink;
        context.lineWidth = 2 * width;
        context.stroke(path);
    }

    drawPin(context, line) {
        const { pin } = this.view.data;
        if (!pin) return;
        context.beginPath();
        context.arc(this.x(pin[0]), this.y(pin[1]), 6 * line, 0, 2 * Math.PI);
        context.lineWidth = 5 * line;
        context.strokeStyle = "#ffffff";
        context.stroke();
        context.lineWidth = 2.5 * line;
        context.strokeStyle = "#c2452d";
        context.stroke();
    }
}

class MapView {
    constructor(root, outlines) {
        this.outlines = outlines;
        this.panels = [];
        const find = (selector) => root.querySelector(selector);
        this.root = find(".map-view");
        Object.assign(this, {
            maps: find(".maps"), tip: find(".tip"), player: find(".player"), button: find("button"),
            slider: find("input"), output: find("output"), legend: find(".legend"),
        });
        this.button.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
        this.slider.addEventListener("input", () => { this.stop(); this.show(Number(this.slider.value) - 1); });
        this.slider.addEventListener("change", () => this.chosen());
        new ResizeObserver(() => this.draw()).observe(this.maps);
    }

    async update(data, tell) {
        this.tell = tell;
        const turn = (this.turn = (this.turn ?? 0) + 1);
        const palette = data.palette && bytes(data.palette);
        const kept = new Map();
        const keep = (png, count) => {
            const key = data.palette + png;
            kept.set(key, this.kept?.get(key) ?? frames(png, count, palette));
            return kept.get(key);
        };
        const pictures = await Promise.all(data.panels.map(async ({ still, year }) => ({
            still: (await keep(still, 1))[0], year: year && await keep(year, data.weeks.length),
        })));
        if (turn !== this.turn) return; // a newer answer came first
        const style = getComputedStyle(this.root);
        this.theme = { ink: style.color, hatch: hatched(style) };
        Object.assign(this, { data, pictures, kept });
        while (this.panels.length > pictures.length) this.panels.pop().element.remove();
        while (this.panels.length < pictures.length) {
            this.panels.push(new Panel(this, this.panels.length));
            this.maps.append(this.panels.at(-1).element);
        }
        this.panels.forEach((panel, index) => panel.update(data.panels[index]));
        this.maps.classList.toggle("pair", pictures.length > 1);
        this.player.hidden = !data.week;
        this.showLegend();
        if (!data.week || !pictures[0].year) this.stop();
        if (!this.playing) this.show(data.week ? data.week - 1 : 0);
        this.root.dataset.ready = turn; // for those who wait for the map
    }

    // Position in the year: whole numbers are weeks, between them one frame fades into the next.
    show(position) {
        this.position = position;
        const { weeks, week } = this.data;
        if (week) {
            const index = Math.round(position) % weeks.length;
            this.slider.max = weeks.length;
            this.slider.value = index + 1;
            this.slider.setAttribute("aria-valuetext", weeks[index]);
            this.output.textContent = weeks[index];
        }
        this.draw();
    }

    layers({ still, year }) {
        const { week, weeks } = this.data;
        if (!week || !year || (!this.playing && this.position === week - 1)) return [[still, 1]];
        const index = Math.floor(this.position);
        const share = this.position - index;
        return [[year[index % weeks.length], 1], ...(share ? [[year[(index + 1) % weeks.length], share]] : [])];
    }

    draw() {
        if (this.data) this.panels.forEach((panel, index) => panel.draw(this.layers(this.pictures[index])));
    }

    play() {
        this.playing = true;
        this.label();
        let last = performance.now();
        const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
        const step = (now) => {
            if (!this.playing || !this.root.isConnected) return this.stop();
            this.exact = ((this.exact ?? this.position) + (now - last) / FRAME) % this.data.weeks.length;
            last = now;
            this.show(smooth ? this.exact : Math.floor(this.exact));
            requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
    }

    stop() {
        this.playing = false;
        this.exact = undefined;
        this.label();
    }

    pause() {
        this.stop();
        this.show(Math.round(this.position) % this.data.weeks.length);
        this.chosen();
    }

    // An arrow key that is held down asks the server once.
    chosen() {
        clearTimeout(this.asking);
        this.asking = setTimeout(() => {
            const week = Number(this.slider.value);
            if (week !== this.data.week) this.tell("week", week);
        }, SETTLE);
    }

    label() {
        this.button.textContent = this.playing ? "❚❚ Pause" : "▶ Play the year";
    }

    hover(panel, index, event) {
        const { scale } = this.data;
        const frame = panel && scale && this.layers(this.pictures[index]).at(-1)[0];
        const level = frame && panel.level(frame, panel.place(event));
        this.tip.hidden = !level;
        if (!level) return;
        const value = scale.values[level - 1];
        this.tip.textContent = `≈ ${scale.percent ? `${Number((100 * value).toPrecision(2))}%` : value.toFixed(2)}`;
        const { left, top, width } = this.root.getBoundingClientRect();
        this.tip.style.left = `${clamp(event.clientX - left + 12, 0, width - 80)}px`;
        this.tip.style.top = `${event.clientY - top - 28}px`;
    }

    showLegend() {
        const { palette, ticks, meaning, noValue, line } = this.data;
        const parts = ["p", ".bar", ".ticks", ".none", ".line"];
        const [words, bar, marks, none, stroke] = parts.map((name) => this.legend.querySelector(name));
        this.legend.hidden = !palette;
        if (!palette) return;
        const colours = bytes(palette);
        const colour = (_, i) => `rgb(${colours.subarray(3 * i, 3 * i + 3)})`;
        const stops = Array.from({ length: colours.length / 3 }, colour);
        bar.style.background = `linear-gradient(to right, ${stops})`;
        words.textContent = meaning;
        marks.replaceChildren(...ticks.map(([position, text]) => {
            const mark = document.createElement("span");
            mark.textContent = text;
            mark.style.left = `${100 * position}%`;
            return mark;
        }));
        none.hidden = !noValue;
        none.lastChild.textContent = noValue ?? "";
        stroke.hidden = !line;
        stroke.lastChild.textContent = line?.words ?? "";
    }
}

function hatched(style) {
    const size = 6 * devicePixelRatio;
    const canvas = new OffscreenCanvas(size, size);
    const context = canvas.getContext("2d");
    context.fillStyle = style.getPropertyValue("--no-data");
    context.fillRect(0, 0, size, size);
    context.strokeStyle = style.getPropertyValue("--hatch");
    context.lineWidth = devicePixelRatio;
    for (const shift of [-size, 0, size]) {
        context.moveTo(shift, size);
        context.lineTo(shift + size, 0);
    }
    context.stroke();
    return context.createPattern(canvas, "repeat");
}

export default async function ({ parentElement, data, setTriggerValue }) {
    const element = parentElement.querySelector(".map-view");
    element.latest = data;
    const outlines = await (globalThis.crossclipOutlines ??= Promise.withResolvers()).promise;
    element.view ??= new MapView(parentElement, outlines);
    await element.view.update(element.latest, setTriggerValue);
}
