/** How long a finished archive can be downloaded; then it is deleted. */
export const archiveDays = 7;
