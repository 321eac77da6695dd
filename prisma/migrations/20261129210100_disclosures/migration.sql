-- Why: what was disclosed to authorities is recorded, and those concerned are told as soon as that is allowed.
-- Locks: none; both tables are new.
-- Way back: drop both tables. The record of disclosures is lost: copy it first.

CREATE TABLE "disclosures" (
    "id" UUID NOT NULL,
    "legal_basis" TEXT NOT NULL,
    "authority" TEXT,
    "reference" TEXT,
    "disclosed_on" DATE NOT NULL,
    "categories" TEXT[],
    "workspace_count" INTEGER NOT NULL,
    "is_notice_forbidden" BOOLEAN NOT NULL,
    "forbidden_until" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by_user_id" UUID NOT NULL,

    CONSTRAINT "disclosures_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "disclosures_legal_basis_known" CHECK ("legal_basis" IN ('court_order', 'warrant', 'subpoena', 'emergency', 'other')),
    CONSTRAINT "disclosures_forbidden" CHECK ("is_notice_forbidden" OR "forbidden_until" IS NULL)
);

CREATE TABLE "disclosure_workspaces" (
    "disclosure_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "notified_at" TIMESTAMPTZ(3),

    CONSTRAINT "disclosure_workspaces_pkey" PRIMARY KEY ("disclosure_id","workspace_id")
);

CREATE INDEX "disclosures_recorded_at_id_idx" ON "disclosures"("recorded_at" DESC, "id" DESC);
CREATE INDEX "disclosure_workspaces_workspace_id_idx" ON "disclosure_workspaces"("workspace_id");
CREATE INDEX "disclosure_workspaces_untold" ON "disclosure_workspaces"("disclosure_id") WHERE (notified_at IS NULL);
ALTER TABLE "disclosure_workspaces" ADD CONSTRAINT "disclosure_workspaces_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosures"("id") ON DELETE CASCADE ON UPDATE CASCADE;
