import "server-only";
import { createApi } from "./app";
import { type ApiOperation, describeApi } from "./rules/describe-api";

let described: Promise<readonly ApiOperation[]> | null = null;

/** The operations of this installation's API, read from the same document that programs read. */
export function apiReference(): Promise<readonly ApiOperation[]> {
  described ??= read();
  return described;
}

async function read(): Promise<readonly ApiOperation[]> {
  const answer = await createApi().fetch(new Request("http://localhost/api/v1/openapi.json"));
  return describeApi(await answer.json());
}
