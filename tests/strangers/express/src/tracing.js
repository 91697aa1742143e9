// Loaded before everything else, as instrumentation has to patch express, http and mysql2. OTEL_* variables configure it.
import { register } from "node:module";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { ExpressInstrumentation } from "@opentelemetry/instrumentation-express";
import { MySQL2Instrumentation } from "@opentelemetry/instrumentation-mysql2";

if (process.env.OTEL_SDK_DISABLED !== "true") {
  register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
  const sdk = new NodeSDK({
    instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation(), new MySQL2Instrumentation()],
  });
  sdk.start();
  process.once("SIGTERM", () => sdk.shutdown().finally(() => process.exit(0)));
}
