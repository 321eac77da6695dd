/** How long a browser counts as a known device after signing in. */
export const deviceDays = 180;
