import "server-only";
import { cache } from "react";
import { findChangedDrafts } from "@/lib/policies/publish-policies";
import { currentDrafts } from "@/lib/policy-texts/current-drafts";

/** Policies that wait to be published. Figures and page of one request share the comparison. */
export const changedDrafts = cache(() => findChangedDrafts(currentDrafts()));
