import { longText, longWord, Sample } from "@/app/gallery/_components/sample";
import { AccountMenu } from "@/components/product/frame/account-menu";
import { Row } from "@/components/ui/layout/stack";
import { paths } from "@/lib/kernel/paths";

export function AccountMenuSamples() {
  return (
    <Sample state="Without a name, operator, long text">
      <Row>
        <AccountMenu person={{ name: null, email: "ada@example.com" }} signOut={paths.signOut} />
        <AccountMenu
          person={{ name: "Ada Lovelace", email: "ada@example.com", isOperator: true }}
          signOut={paths.signOut}
        />
        <AccountMenu person={{ name: longText, email: longWord }} signOut={paths.signOut} />
      </Row>
    </Sample>
  );
}
