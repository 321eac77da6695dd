/** A session that is not used for this long ends. */
export const idleHours = 12;

/** A session ends after this long, however much it is used. */
export const sessionDays = 7;
