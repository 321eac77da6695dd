import "server-only";
import { writeFileSync } from "node:fs";
import { createApi } from "@/lib/api/app";
import { documentFile, documentText } from "@/lib/api/rules/openapi-file";

/** `npm run openapi`: writes the OpenAPI document that the API serves and the docs page shows. A test compares it. */
writeFileSync(documentFile, documentText(createApi().describe()));
console.log(`Wrote ${documentFile}.`);
