import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { type DashboardBodyProps, dashboardBody } from "./dashboard-body";

/** The fleet's dashboard in CloudWatch. */
export class FleetDashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardBodyProps) {
    super(scope, id);
    new CloudwatchDashboard(this, "dashboard", {
      // The dashboards of an account are of all its regions.
      dashboardName: `${props.name}-${props.region}`,
      dashboardBody: JSON.stringify(dashboardBody(props)),
    });
  }
}
