// Scrolls to an element when `token` changes. `data` is {target: the key of a container, token}.

const PART = 0.55; // of the height of the window: an element that begins above it is in sight
const SETTLE = 250; // milliseconds until the page has its new shape
const tokens = new Map(); // of each target, what it was last

export default ({ data }) => {
    const { target, token } = data;
    const known = tokens.has(target);
    const changed = tokens.get(target) !== token;
    tokens.set(target, token);
    if (!known || !changed || token === null) {
        return;
    }
    setTimeout(() => {
        const element = document.querySelector(`.st-key-${target}`);
        if (!element) {
            return;
        }
        const { top } = element.getBoundingClientRect();
        if (top < 0 || top > PART * window.innerHeight) {
            const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
            element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
        }
    }, SETTLE);
};
