/**
 * Characters of a reference: as many as Stripe's invoice fields take with room to spare. Apart from the schemas, which a
 * form in the browser must not load.
 */
export const referenceLengthMax = 100;
