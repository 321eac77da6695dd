/** The time, as a parameter, so that rules about time can be tested. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

export const msPerSecond = 1_000;
export const msPerMinute = 60_000;
export const msPerHour = 3_600_000;
export const msPerDay = 86_400_000;
