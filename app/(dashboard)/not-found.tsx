import { NotThere } from "@/components/product/not-there";

/** The frame stays, so navigation still works. */
export default function DashboardNotFound() {
  return <NotThere />;
}
