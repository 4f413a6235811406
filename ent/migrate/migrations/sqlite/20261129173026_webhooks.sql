-- +goose Up
-- create "webhook_deliveries" table
CREATE TABLE `webhook_deliveries` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `user_id` text NOT NULL, `message_id` text NOT NULL, `after` integer NOT NULL, `end` integer NOT NULL, `changes` integer NOT NULL, `outcome` text NOT NULL, `status` integer NULL, `duration_ms` integer NOT NULL, `endpoint_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `webhook_deliveries_webhook_endpoints_endpoint` FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints` (`id`) ON DELETE CASCADE);
-- create index "webhookdelivery_created_at_id" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_created_at_id` ON `webhook_deliveries` (`created_at`, `id`);
-- create index "webhookdelivery_user_id" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_user_id` ON `webhook_deliveries` (`user_id`);
-- create index "webhookdelivery_endpoint_id_id" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_endpoint_id_id` ON `webhook_deliveries` (`endpoint_id`, `id`);
-- create "webhook_endpoints" table
CREATE TABLE `webhook_endpoints` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `url` text NOT NULL, `description` text NOT NULL, `types` json NULL, `state` text NOT NULL DEFAULT ('ACTIVE'), `disabled_reason` text NULL, `position` integer NOT NULL DEFAULT (0), `failing_since` datetime NULL, `retry_at` datetime NULL, `previous_secret_until` datetime NULL, `signing_secret` blob NOT NULL, `previous_secret` blob NULL, `attempted_end` integer NOT NULL DEFAULT (0), `replays` integer NOT NULL DEFAULT (0), `failures` integer NOT NULL DEFAULT (0), `leased_until` datetime NULL, `user_id` text NOT NULL, `token_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `webhook_endpoints_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, CONSTRAINT `webhook_endpoints_api_tokens_token` FOREIGN KEY (`token_id`) REFERENCES `api_tokens` (`id`) ON DELETE CASCADE);
-- create index "webhookendpoint_created_at_id" to table: "webhook_endpoints"
CREATE INDEX `webhookendpoint_created_at_id` ON `webhook_endpoints` (`created_at`, `id`);
-- create index "webhookendpoint_user_id" to table: "webhook_endpoints"
CREATE INDEX `webhookendpoint_user_id` ON `webhook_endpoints` (`user_id`);
-- create index "webhookendpoint_token_id" to table: "webhook_endpoints"
CREATE INDEX `webhookendpoint_token_id` ON `webhook_endpoints` (`token_id`);
-- create index "webhookendpoint_state" to table: "webhook_endpoints"
CREATE INDEX `webhookendpoint_state` ON `webhook_endpoints` (`state`);

-- +goose Down
-- reverse: create index "webhookendpoint_state" to table: "webhook_endpoints"
DROP INDEX `webhookendpoint_state`;
-- reverse: create index "webhookendpoint_token_id" to table: "webhook_endpoints"
DROP INDEX `webhookendpoint_token_id`;
-- reverse: create index "webhookendpoint_user_id" to table: "webhook_endpoints"
DROP INDEX `webhookendpoint_user_id`;
-- reverse: create index "webhookendpoint_created_at_id" to table: "webhook_endpoints"
DROP INDEX `webhookendpoint_created_at_id`;
-- reverse: create "webhook_endpoints" table
DROP TABLE `webhook_endpoints`;
-- reverse: create index "webhookdelivery_endpoint_id_id" to table: "webhook_deliveries"
DROP INDEX `webhookdelivery_endpoint_id_id`;
-- reverse: create index "webhookdelivery_user_id" to table: "webhook_deliveries"
DROP INDEX `webhookdelivery_user_id`;
-- reverse: create index "webhookdelivery_created_at_id" to table: "webhook_deliveries"
DROP INDEX `webhookdelivery_created_at_id`;
-- reverse: create "webhook_deliveries" table
DROP TABLE `webhook_deliveries`;
