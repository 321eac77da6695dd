/** How often a signed-in user may give a password, over all forms that ask for it again. */
export const passwordChecks = { name: "own_password", points: 10, durationSeconds: 15 * 60 };
