import "server-only";

/**
 * Arguments of Node that run the sandbox from the root of the project: compiled beside the other programs
 * (setup/compile.mjs), or from its source where nothing is compiled.
 */
export function sandboxProgram(form: "compiled" | "source"): readonly string[] {
  const conditions = "--conditions=react-server";
  return form === "compiled"
    ? ["--enable-source-maps", conditions, ".build/sandbox.js"]
    : ["--import", "tsx", conditions, "lib/sandbox/main.ts"];
}
