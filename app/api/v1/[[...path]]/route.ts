import { createApi } from "@/lib/api/app";

// For `npm run dev` and hosts that only run Next; the production entry answers these addresses itself.
const api = createApi();

async function answer(request: Request): Promise<Response> {
  return api.fetch(request);
}

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
