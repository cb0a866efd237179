// A date that was typed counts with Enter, as other fields do: Streamlit's counts when it is left, or a press falls beside.

const onEnter = ({ key, target }) => {
    if (key === "Enter" && target.matches("[data-testid=stDateInput] [role=spinbutton]")) {
        document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    }
};

export default function () {
    globalThis.crossclipDates ??= onEnter; // the same function every time, so that it is added once
    globalThis.addEventListener("keydown", globalThis.crossclipDates, true);
}
