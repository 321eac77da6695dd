export type Side = "top" | "right" | "bottom" | "left";
export type Align = "start" | "center" | "end";
type Place = { readonly side: Side; readonly align: Align; readonly gap: number };
type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Size = { readonly width: number; readonly height: number };

const margin = 8;

/**
 * Where a panel goes beside its anchor, in pixels from the window's corner. It moves to the other side if only that one
 * has room, and never leaves the window.
 */
export function placeBeside(anchor: Box, panel: Size, view: Size, { side, align, gap }: Place) {
  const upright = side === "top" || side === "bottom";
  const [near, length, size, room] = upright
    ? [anchor.top, anchor.height, panel.height, view.height]
    : [anchor.left, anchor.width, panel.width, view.width];
  const before = near - gap - size;
  const after = near + length + gap;
  const fitsBefore = before >= margin;
  const fitsAfter = after + size <= room - margin;
  const wantsBefore = side === "top" || side === "left";
  const main = wantsBefore
    ? fitsBefore || !fitsAfter
      ? before
      : after
    : fitsAfter || !fitsBefore
      ? after
      : before;
  const [start, extent, breadth] = upright
    ? [anchor.left, anchor.width, panel.width]
    : [anchor.top, anchor.height, panel.height];
  const cross =
    align === "start" ? start : align === "end" ? start + extent - breadth : start + (extent - breadth) / 2;
  const left = clamp(upright ? cross : main, panel.width, view.width);
  const top = clamp(upright ? main : cross, panel.height, view.height);
  return { left, top };
}

function clamp(value: number, size: number, room: number): number {
  return Math.round(Math.max(margin, Math.min(value, room - size - margin)));
}

/** Keeps a shown panel beside its anchor while the page scrolls or changes. Returns the function that ends it. */
export function keepBeside(panel: HTMLElement, anchor: Element, place: Place): () => void {
  const move = () => {
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const size = { width: panel.offsetWidth, height: panel.offsetHeight };
    const { left, top } = placeBeside(anchor.getBoundingClientRect(), size, view, place);
    // As variables, so that a style sheet can decide otherwise on narrow screens.
    panel.style.setProperty("--left", `${left}px`);
    panel.style.setProperty("--top", `${top}px`);
    panel.dataset.placed = "";
  };
  move();
  const observer = new ResizeObserver(move);
  observer.observe(panel);
  window.addEventListener("resize", move);
  window.addEventListener("scroll", move, { capture: true, passive: true });
  return () => {
    observer.disconnect();
    window.removeEventListener("resize", move);
    window.removeEventListener("scroll", move, true);
    delete panel.dataset.placed;
  };
}
