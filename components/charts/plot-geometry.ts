/** Margins around the plot in pixels, shared by the static and the live plot so that nothing shifts. */
export const plotRoom = { top: 8, right: 16, bottom: 26 } as const;
