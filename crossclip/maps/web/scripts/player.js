// The year under a slider, and played: frames are in the browser, so that the server has nothing to do.
(() => {
const { L, crossclip } = window;
const FRAME = 170; // milliseconds of a week
const SETTLE = 150; // milliseconds without another key
const PLAY = "▶ Play the year";
const PAUSE = "❚❚ Pause";

class Player {
    constructor(board, weeks) {
        Object.assign(this, { board, weeks });
        this.box = L.DomUtil.create("div", "player");
        board.head.prepend(this.box);
        this.button = L.DomUtil.create("button", "", this.box);
        this.button.type = "button";
        this.slider = L.DomUtil.create("input", "", this.box);
        Object.assign(this.slider, { type: "range", min: 1, max: weeks.length, step: 1 });
        this.slider.setAttribute("aria-label", "Week of the year");
        this.output = L.DomUtil.create("output", "", this.box);
        this.output.setAttribute("aria-hidden", "true");
        this.button.addEventListener("click", () => (board.playing ? this.pause() : this.play()));
        this.slider.addEventListener("input", () => { this.stop(); board.move(Number(this.slider.value) - 1); });
        this.slider.addEventListener("change", () => this.chosen());
        board.on("data", ({ data }) => {
            this.box.hidden = !(data.week || data.panels?.[0].year);
            this.show();
        });
        board.on("pictures", () => { this.ready = Boolean(board.pictures[0].year); this.label(); });
        board.on("week", () => this.show());
        this.label();
    }

    show() {
        const { position, playing, data } = this.board;
        const week = position === null ? null : Math.round(position) % this.weeks.length;
        if (week !== null) this.slider.value = week + 1;
        const still = !playing && (position === null || position === data.week - 1);
        const words = still ? data.when : this.weeks[week];
        this.slider.setAttribute("aria-valuetext", words);
        this.output.textContent = words;
        if (!playing) this.label();
    }

    play() {
        const { board } = this;
        board.playing = true;
        this.label();
        let last = performance.now();
        let exact = board.position ?? 0;
        const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
        const step = (now) => {
            if (!board.playing) return;
            if (!board.root.isConnected) return this.stop();
            exact = (exact + (now - last) / FRAME) % this.weeks.length;
            last = now;
            board.move(smooth ? exact : Math.floor(exact));
            requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
    }

    stop() {
        this.board.playing = false;
        this.label();
    }

    pause() {
        this.stop();
        this.board.move(Math.round(this.board.position) % this.weeks.length);
        this.chosen();
    }

    // An arrow key that is held down asks the server once.
    chosen() {
        clearTimeout(this.asking);
        this.asking = setTimeout(() => {
            const week = Number(this.slider.value);
            if (week !== this.board.data.week) this.board.tell({ week });
        }, SETTLE);
    }

    label() {
        this.button.disabled = !this.ready;
        this.button.textContent = this.board.playing ? PAUSE : this.ready ? PLAY : "Computing the year …";
    }
}

crossclip.player = (map, weeks) => new Player(crossclip.board(map), weeks);
})();
