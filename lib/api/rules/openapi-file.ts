/** Where the OpenAPI document is kept, from the root of the project. */
export const documentFile = "lib/api/openapi.json";

/** The text of that file. */
export function documentText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
