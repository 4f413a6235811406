-- +goose Up
-- create "webhook_endpoints" table
CREATE TABLE "webhook_endpoints" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "url" character varying NOT NULL, "description" character varying NOT NULL, "types" jsonb NULL, "state" character varying NOT NULL DEFAULT 'ACTIVE', "disabled_reason" character varying NULL, "position" bigint NOT NULL DEFAULT 0, "failing_since" timestamptz NULL, "retry_at" timestamptz NULL, "previous_secret_until" timestamptz NULL, "signing_secret" bytea NOT NULL, "previous_secret" bytea NULL, "attempted_end" bigint NOT NULL DEFAULT 0, "replays" bigint NOT NULL DEFAULT 0, "failures" bigint NOT NULL DEFAULT 0, "leased_until" timestamptz NULL, "user_id" character varying NOT NULL, "token_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "webhook_endpoints_api_tokens_token" FOREIGN KEY ("token_id") REFERENCES "api_tokens" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "webhook_endpoints_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "webhookendpoint_created_at_id" to table: "webhook_endpoints"
CREATE INDEX "webhookendpoint_created_at_id" ON "webhook_endpoints" ("created_at", "id");
-- create index "webhookendpoint_state" to table: "webhook_endpoints"
CREATE INDEX "webhookendpoint_state" ON "webhook_endpoints" ("state");
-- create index "webhookendpoint_token_id" to table: "webhook_endpoints"
CREATE INDEX "webhookendpoint_token_id" ON "webhook_endpoints" ("token_id");
-- create index "webhookendpoint_user_id" to table: "webhook_endpoints"
CREATE INDEX "webhookendpoint_user_id" ON "webhook_endpoints" ("user_id");
-- create "webhook_deliveries" table
CREATE TABLE "webhook_deliveries" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "user_id" character varying NOT NULL, "message_id" character varying NOT NULL, "after" bigint NOT NULL, "end" bigint NOT NULL, "changes" bigint NOT NULL, "outcome" character varying NOT NULL, "status" bigint NULL, "duration_ms" bigint NOT NULL, "endpoint_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "webhook_deliveries_webhook_endpoints_endpoint" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "webhookdelivery_created_at_id" to table: "webhook_deliveries"
CREATE INDEX "webhookdelivery_created_at_id" ON "webhook_deliveries" ("created_at", "id");
-- create index "webhookdelivery_endpoint_id_id" to table: "webhook_deliveries"
CREATE INDEX "webhookdelivery_endpoint_id_id" ON "webhook_deliveries" ("endpoint_id", "id");
-- create index "webhookdelivery_user_id" to table: "webhook_deliveries"
CREATE INDEX "webhookdelivery_user_id" ON "webhook_deliveries" ("user_id");

-- +goose Down
-- reverse: create index "webhookdelivery_user_id" to table: "webhook_deliveries"
DROP INDEX "webhookdelivery_user_id";
-- reverse: create index "webhookdelivery_endpoint_id_id" to table: "webhook_deliveries"
DROP INDEX "webhookdelivery_endpoint_id_id";
-- reverse: create index "webhookdelivery_created_at_id" to table: "webhook_deliveries"
DROP INDEX "webhookdelivery_created_at_id";
-- reverse: create "webhook_deliveries" table
DROP TABLE "webhook_deliveries";
-- reverse: create index "webhookendpoint_user_id" to table: "webhook_endpoints"
DROP INDEX "webhookendpoint_user_id";
-- reverse: create index "webhookendpoint_token_id" to table: "webhook_endpoints"
DROP INDEX "webhookendpoint_token_id";
-- reverse: create index "webhookendpoint_state" to table: "webhook_endpoints"
DROP INDEX "webhookendpoint_state";
-- reverse: create index "webhookendpoint_created_at_id" to table: "webhook_endpoints"
DROP INDEX "webhookendpoint_created_at_id";
-- reverse: create "webhook_endpoints" table
DROP TABLE "webhook_endpoints";
