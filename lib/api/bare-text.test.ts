import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { expect, it } from "vitest";
import { textField } from "@/lib/kernel/text-field";
import type { ApiEnv } from "./internal/authenticate";
import { createApi, rejectBareText } from "./app";

function apiWith(request: Parameters<typeof createRoute>[0]["request"]) {
  const app = new OpenAPIHono<ApiEnv>();
  const route = createRoute({ method: "post", path: "/things", ...(request && { request }), responses: {} });
  app.openAPIRegistry.registerPath(route);
  return app;
}

const bodyOf = (schema: z.ZodType) => ({ body: { content: { "application/json": { schema } } } });

it("a route whose query, path or body accepts arbitrary text fails at the start", () => {
  const bare = z.object({ name: z.string() });
  for (const request of [{ query: bare }, { params: bare }, bodyOf(bare)]) {
    expect(() => rejectBareText(apiWith(request))).toThrow(/things.*name/);
  }
  const recordable = z.object({ name: textField(10) });
  for (const request of [{ query: recordable }, { params: recordable }, bodyOf(recordable)]) {
    expect(() => rejectBareText(apiWith(request))).not.toThrow();
  }
});

it("the API is checked when it is created", () => {
  // Nothing else calls it: without that call, a new route could accept arbitrary text.
  expect(createApi.toString()).toMatch(/rejectBareText\)?\(/);
});
