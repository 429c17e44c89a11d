// Justified rows: every picture keeps its shape, and rows fill the width wherever a group has more than one of them.

const BETWEEN = 36;

/**
 * Places pictures in rows. Groups that fit into a part of a row share it with their neighbours, each under a heading.
 *
 * @param {{ratio: number, group: number}[]} pictures Width over height, and the group that each belongs to.
 * @param {{width: number, target: number, gap: number, caption: number, heading: number}} box Pixels; no heading, no groups.
 * @returns {{rows: {top: number, height: number, start: number, end: number}[],
 *   headings: {top: number, left: number, width: number, group: number}[],
 *   places: {left: number, width: number, row: number}[], height: number}}
 */
export function layout(pictures, box) {
  const rows = [], headings = [], places = new Array(pictures.length);
  let top = 0, shelf = null;

  const place = (start, end, height, left) => {
    for (let i = start; i < end; i++) {
      const width = pictures[i].ratio * height;
      places[i] = { left, width, row: rows.length };
      left += width + box.gap;
    }
    return left - box.gap;
  };
  const close = (row) => {
    rows.push(row);
    top = row.top + row.height + box.caption;
  };
  const close_shelf = () => {
    if (shelf) close(shelf);
    shelf = null;
  };
  const small = (start, end, width) => {
    if (shelf && shelf.left + BETWEEN + width > box.width) close_shelf();
    const left = shelf ? shelf.left + BETWEEN : 0, above = shelf ? shelf.top - box.heading : top;
    if (!shelf) shelf = { top: top + box.heading, height: box.target, start, end, left: 0 };
    if (box.heading) headings.push({ top: above, left, width: Math.max(width, 120), group: pictures[start].group });
    shelf.left = Math.max(place(start, end, box.target, left), left + 120);
    shelf.end = end;
  };
  const large = (start, end) => {
    close_shelf();
    if (box.heading) headings.push({ top, left: 0, width: box.width, group: pictures[start].group });
    top += box.heading;
    let first = start, shapes = 0;
    for (let i = start; i < end; i++) {
      shapes += pictures[i].ratio;
      const room = box.width - box.gap * (i - first);
      if (shapes * box.target < room && i + 1 < end) continue;
      const height = Math.min(box.target, room / shapes);
      place(first, i + 1, height, 0);
      close({ top, height, start: first, end: i + 1 });
      first = i + 1;
      shapes = 0;
    }
  };

  for (let start = 0; start < pictures.length;) {
    let end = start, shapes = 0;
    while (end < pictures.length && pictures[end].group === pictures[start].group) shapes += pictures[end++].ratio;
    const width = shapes * box.target + box.gap * (end - start - 1);
    if (width <= box.width) small(start, end, width);
    else large(start, end);
    start = end;
  }
  close_shelf();
  return { rows, headings, places, height: top };
}
