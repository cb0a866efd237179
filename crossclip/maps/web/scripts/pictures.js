// Pictures of numbers, read back: levels become colours, and codes become what is written at a place.
(() => {
const { crossclip } = window;
const [SEA, NO_VALUE, BELOW_ZERO, TINY] = [0, 1, 3, 4]; // 2 is an ordinary value; see written.py
const NEAR = 0.25; // degrees from a place to a cell with land whose value it has; see grids.py

crossclip.bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const kept = new Map();
const MOST_KEPT = 40;

// What was made of a picture stays for the next time that it is shown.
crossclip.once = (key, make) => {
    const made = kept.get(key) ?? make();
    made.catch?.(() => kept.delete(key)); // what failed is tried anew
    kept.delete(key);
    kept.set(key, made);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
    return made;
};

crossclip.pixels = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return { canvas, context, pixels: context.getImageData(0, 0, image.width, image.height) };
};

// Frames lie below each other in one picture. With `paint`, which is given its pixels, its greys are levels.
async function framed(url, count, paint) {
    const { canvas, context, pixels } = await crossclip.pixels(url);
    const { width, data } = pixels;
    const height = pixels.height / count;
    const levels = paint && data.filter((_, index) => index % 4 === 0);
    if (paint) {
        levels.forEach((level, i) => paint(data, 4 * i, level));
        context.putImageData(pixels, 0, 0);
    }
    return Promise.all(Array.from({ length: count }, async (_, index) => ({
        width, height, levels: levels?.subarray(index * width * height, (index + 1) * width * height),
        picture: await createImageBitmap(canvas, 0, index * height, width, height),
    })));
}

// Levels in the colours of a palette; a picture without one is as it stands.
crossclip.frames = (url, count, palette) => framed(url, count, palette && ((data, at, level) => {
    for (let c = 0; c < 3; c++) data[at + c] = palette[3 * Math.max(level - 1, 0) + c];
}));

// A grey picture as opacity.
crossclip.masks = (url, count) => framed(url, count, (data, at, share) => { data[at + 3] = share; });

// What a picture over an extent has at a place.
crossclip.levelAt = ({ width, height, levels }, [west, south, east, north], longitude, latitude) => {
    const [left, top] = crossclip.unit(west, north);
    const [right, bottom] = crossclip.unit(east, south);
    const [across, down] = crossclip.unit(longitude, latitude);
    const reach = (share, count) => Math.max(0, Math.min(Math.floor(share * count), count - 1));
    return levels[reach((down - top) / (bottom - top), height) * width + reach((across - left) / (right - left), width)];
};

// The cell of a place as [row, column], or the nearest one with land; none out at sea.
crossclip.landCell = ({ width, height, data }, [west, south, east, north], longitude, latitude) => {
    const [stepX, stepY] = [(east - west) / width, (north - south) / height];
    const inside = longitude >= west && longitude <= east && latitude >= south && latitude <= north;
    if (!inside) return null;
    const column = Math.min(Math.trunc((longitude - west) / (east - west) * width), width - 1);
    const row = Math.min(Math.trunc((north - latitude) / (north - south) * height), height - 1);
    const land = (r, c) => r >= 0 && c >= 0 && r < height && c < width && data[4 * (r * width + c) + 2] !== SEA;
    if (land(row, column)) return [row, column];
    let [best, least] = [null, NEAR];
    const [down, across] = [Math.ceil(NEAR / stepY), Math.ceil(NEAR / stepX)];
    for (let r = row - down; r <= row + down; r++) for (let c = column - across; c <= column + across; c++) {
        if (!land(r, c)) continue;
        const x = Math.abs(longitude - (west + (c + 0.5) * stepX)) - stepX / 2;
        const y = Math.abs(latitude - (north - (r + 0.5) * stepY)) - stepY / 2;
        const away = Math.hypot(Math.max(x, 0), Math.max(y, 0));
        if (away < least - 1e-9) [best, least] = [[r, c], away];
    }
    return best;
};

// What a code says, in the words of the map: {template, tiny, noValue, sea}.
crossclip.written = (words, [mantissa, exponent, kind]) => {
    if (kind === SEA) return words.sea;
    if (kind === NO_VALUE) return words.noValue;
    const places = exponent - 128;
    const number = kind === TINY ? words.tiny : (mantissa * 10 ** places).toFixed(Math.max(-places, 0));
    const sign = kind === BELOW_ZERO ? "−" : words.signed && kind !== TINY ? "+" : "";
    return words.template.replace("{}", `${sign}${number}`);
};
})();
