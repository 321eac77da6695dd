import "server-only";
import {
  columnOf,
  generationField,
  type GenerationName,
  type GenerationRow,
  shownNames,
} from "../rules/generation-fields";
import { formatGenerationId } from "../rules/generation-id";

/** Builds a select list over `generations g` and `generationNames`, with each field under its own name. */
export function selectList(names: readonly GenerationName[]): string {
  return names.map((name) => `${generationField(name).sql ?? `g.${columnOf(name)}`} AS "${name}"`).join(", ");
}

/** The columns of a generation that the feed, the detail sheet and the API read. */
export const generationColumns = selectList(shownNames);

/** Names come from rows that outlive what they describe: deleted keys and members keep theirs. */
export const generationNames = `
  LEFT JOIN api_keys k ON k.id = g.key_id AND k.workspace_id = g.workspace_id
  LEFT JOIN apps a ON a.id = g.app_id AND a.workspace_id = g.workspace_id
  LEFT JOIN users m ON m.id = g.member_id`;

export function toGeneration(row: Omit<GenerationRow, "wireId">): GenerationRow {
  return { ...row, wireId: formatGenerationId(row.id) };
}
