import "server-only";

/**
 * Node arguments that run the sandbox from the project root: compiled like the other programs (setup/compile.mjs), or
 * from source where nothing is compiled.
 */
export function sandboxProgram(form: "compiled" | "source"): readonly string[] {
  const conditions = "--conditions=react-server";
  return form === "compiled"
    ? ["--enable-source-maps", conditions, ".build/sandbox.js"]
    : ["--import", "tsx", conditions, "lib/sandbox/main.ts"];
}
