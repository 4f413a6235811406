-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_api_tokens" table
CREATE TABLE `new_api_tokens` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `name` text NOT NULL, `prefix` text NOT NULL, `secret_hash` blob NOT NULL, `scope` text NOT NULL, `expires_at` datetime NOT NULL, `reads` json NULL, `writes` json NULL, `customer_ids` json NULL, `opportunity_ids` json NULL, `replaces_id` text NULL, `last_used_at` datetime NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `api_tokens_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- copy rows from old table "api_tokens" to new temporary table "new_api_tokens"
INSERT INTO `new_api_tokens` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `name`, `prefix`, `secret_hash`, `scope`, `expires_at`, `reads`, `writes`, `customer_ids`, `opportunity_ids`, `last_used_at`, `user_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `name`, `prefix`, `secret_hash`, `scope`, `expires_at`, `reads`, `writes`, `customer_ids`, `opportunity_ids`, `last_used_at`, `user_id` FROM `api_tokens`;
-- drop "api_tokens" table after copying rows
DROP TABLE `api_tokens`;
-- rename temporary table "new_api_tokens" to "api_tokens"
ALTER TABLE `new_api_tokens` RENAME TO `api_tokens`;
-- create index "api_tokens_secret_hash_key" to table: "api_tokens"
CREATE UNIQUE INDEX `api_tokens_secret_hash_key` ON `api_tokens` (`secret_hash`);
-- create index "api_tokens_replaces_id_key" to table: "api_tokens"
CREATE UNIQUE INDEX `api_tokens_replaces_id_key` ON `api_tokens` (`replaces_id`);
-- create index "apitoken_created_at_id" to table: "api_tokens"
CREATE INDEX `apitoken_created_at_id` ON `api_tokens` (`created_at`, `id`);
-- create index "apitoken_user_id" to table: "api_tokens"
CREATE INDEX `apitoken_user_id` ON `api_tokens` (`user_id`);
-- create "new_users" table
CREATE TABLE `new_users` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `email` text NULL, `role` text NOT NULL DEFAULT ('SALES'), `password_hash` text NULL, `failed_sign_ins` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `active` bool NOT NULL DEFAULT (true), `clearance` text NOT NULL DEFAULT ('CONFIDENTIAL'), `region` text NULL, `language` text NOT NULL DEFAULT ('zh'), `department` text NULL, `weekly_hours` integer NOT NULL DEFAULT (40), `notifying` json NULL, `identity_issuer` text NULL, `identity_subject` text NULL, `link_purpose` text NULL, `link_until` datetime NULL, `link_hash` blob NULL, `mailed_link_hash` blob NULL, `link_unsent` bool NOT NULL DEFAULT (false), `team_id` text NULL, `manager_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `users_teams_members` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE SET NULL, CONSTRAINT `users_users_reports` FOREIGN KEY (`manager_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "users" to new temporary table "new_users"
INSERT INTO `new_users` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `name`, `email`, `role`, `password_hash`, `failed_sign_ins`, `locked_until`, `active`, `clearance`, `region`, `language`, `department`, `weekly_hours`, `notifying`, `team_id`, `manager_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `name`, `email`, `role`, `password_hash`, `failed_sign_ins`, `locked_until`, `active`, `clearance`, `region`, `language`, `department`, `weekly_hours`, `notifying`, `team_id`, `manager_id` FROM `users`;
-- drop "users" table after copying rows
DROP TABLE `users`;
-- rename temporary table "new_users" to "users"
ALTER TABLE `new_users` RENAME TO `users`;
-- create index "users_email_key" to table: "users"
CREATE UNIQUE INDEX `users_email_key` ON `users` (`email`);
-- create index "users_link_hash_key" to table: "users"
CREATE UNIQUE INDEX `users_link_hash_key` ON `users` (`link_hash`);
-- create index "users_mailed_link_hash_key" to table: "users"
CREATE UNIQUE INDEX `users_mailed_link_hash_key` ON `users` (`mailed_link_hash`);
-- create index "user_created_at_id" to table: "users"
CREATE INDEX `user_created_at_id` ON `users` (`created_at`, `id`);
-- create index "user_name_id" to table: "users"
CREATE INDEX `user_name_id` ON `users` (`name`, `id`);
-- create index "user_team_id" to table: "users"
CREATE INDEX `user_team_id` ON `users` (`team_id`);
-- create index "user_manager_id" to table: "users"
CREATE INDEX `user_manager_id` ON `users` (`manager_id`);
-- create index "user_identity_issuer_identity_subject" to table: "users"
CREATE UNIQUE INDEX `user_identity_issuer_identity_subject` ON `users` (`identity_issuer`, `identity_subject`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "user_identity_issuer_identity_subject" to table: "users"
DROP INDEX `user_identity_issuer_identity_subject`;
-- reverse: create index "user_manager_id" to table: "users"
DROP INDEX `user_manager_id`;
-- reverse: create index "user_team_id" to table: "users"
DROP INDEX `user_team_id`;
-- reverse: create index "user_name_id" to table: "users"
DROP INDEX `user_name_id`;
-- reverse: create index "user_created_at_id" to table: "users"
DROP INDEX `user_created_at_id`;
-- reverse: create index "users_mailed_link_hash_key" to table: "users"
DROP INDEX `users_mailed_link_hash_key`;
-- reverse: create index "users_link_hash_key" to table: "users"
DROP INDEX `users_link_hash_key`;
-- reverse: create index "users_email_key" to table: "users"
DROP INDEX `users_email_key`;
-- reverse: create "new_users" table
DROP TABLE `new_users`;
-- reverse: create index "apitoken_user_id" to table: "api_tokens"
DROP INDEX `apitoken_user_id`;
-- reverse: create index "apitoken_created_at_id" to table: "api_tokens"
DROP INDEX `apitoken_created_at_id`;
-- reverse: create index "api_tokens_replaces_id_key" to table: "api_tokens"
DROP INDEX `api_tokens_replaces_id_key`;
-- reverse: create index "api_tokens_secret_hash_key" to table: "api_tokens"
DROP INDEX `api_tokens_secret_hash_key`;
-- reverse: create "new_api_tokens" table
DROP TABLE `new_api_tokens`;
