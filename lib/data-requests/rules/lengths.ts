/** The longest texts, in UTF-16 code units. Forms repeat no text beyond 2,000 after an error. */
export const detailsLengthMax = 2_000;
export const answerLengthMax = 2_000;
export const noteLengthMax = 1_000;
