// The browser asks before it reloads or closes a page that holds what would be lost; the words are its own.
// `data` is {holds: true or false}.

const ask = (event) => event.preventDefault();

export default function ({ data }) {
    globalThis.crossclipAsks ??= ask; // the same function every time, so that it is added once
    const change = data.holds ? "addEventListener" : "removeEventListener";
    globalThis[change]("beforeunload", globalThis.crossclipAsks);
}
