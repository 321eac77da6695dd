/** Margins around the plot in pixels, shared by the static and the live plot so that nothing shifts. */
export const plotRoom = { top: 8, right: 24, bottom: 30, left: 56 } as const;
