/** Room around the marks, in pixels: the live plot and the still picture before it agree, so that nothing jumps. */
export const plotRoom = { top: 8, right: 24, bottom: 30, left: 56 } as const;
