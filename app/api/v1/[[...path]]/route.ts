import { createApi } from "@/lib/api/app";

// For `npm run dev` and Next-only hosts. In production the front server handles these paths.
const api = createApi();

async function handle(request: Request): Promise<Response> {
  return api.fetch(request);
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
