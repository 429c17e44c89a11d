// Justified rows: every picture keeps its shape, every row but the last of a group fills the width.

/**
 * Places pictures in rows.
 *
 * @param {{ratio: number, group: number}[]} pictures Width over height, and the group that each belongs to.
 * @param {{width: number, target: number, gap: number, caption: number, heading: number}} box Pixels.
 * @returns {{rows: {top: number, height: number, start: number, end: number}[], headings: {top: number, group: number}[],
 *   places: {left: number, width: number, row: number}[], height: number}}
 */
export function layout(pictures, box) {
  const rows = [], headings = [], places = new Array(pictures.length);
  let top = 0, start = 0;
  const end_row = (end, full) => {
    let shapes = 0;
    for (let i = start; i < end; i++) shapes += pictures[i].ratio;
    const room = box.width - box.gap * (end - start - 1);
    const height = full ? room / shapes : Math.min(box.target, room / shapes);
    let left = 0;
    for (let i = start; i < end; i++) {
      const width = pictures[i].ratio * height;
      places[i] = { left, width, row: rows.length };
      left += width + box.gap;
    }
    rows.push({ top, height, start, end });
    top += height + box.caption;
    start = end;
  };
  let group = null, shapes = 0;
  for (let i = 0; i < pictures.length; i++) {
    if (pictures[i].group !== group) {
      if (i > start) end_row(i, false);
      group = pictures[i].group;
      shapes = 0;
      if (box.heading) {
        headings.push({ top, group });
        top += box.heading;
      }
    }
    shapes += pictures[i].ratio;
    if (shapes * box.target + box.gap * (i - start) >= box.width) {
      end_row(i + 1, true);
      shapes = 0;
    }
  }
  if (start < pictures.length) end_row(pictures.length, false);
  return { rows, headings, places, height: top };
}
