import { z } from "zod";
import { openArchive } from "@/lib/archives/open-archive";
import { fail } from "@/lib/kernel/outcome";
import { requestOrigin } from "@/lib/http/client-address";
import { byteStream } from "@/lib/web/text-stream";
import { defineRoute } from "@/lib/web/define-route";

const archiveId = z.uuid();

/** The file of an archive, for the person whom it is about. 404 for everyone else, and when it is not there. */
export const GET = defineRoute({
  perPerson: { name: "archive_download", points: 30, durationSeconds: 3_600 },
  run: async ({ actor, params, request }) => {
    const id = archiveId.safeParse(params["id"]);
    const origin = requestOrigin(request.headers);
    const isOnlyAsked = request.method === "HEAD";
    const archive = id.success
      ? await openArchive({ userId: actor.userId, id: id.data, origin, isOnlyAsked })
      : null;
    if (!archive) return fail("not_found");
    return new Response(byteStream(archive.bytes), {
      headers: {
        "content-type": "application/zip",
        "content-length": String(archive.sizeBytes),
        // A download is always whole: a part of it would have to be decrypted from the beginning.
        "accept-ranges": "none",
        "content-disposition": `attachment; filename="${archive.fileName}"`,
      },
    });
  },
});
