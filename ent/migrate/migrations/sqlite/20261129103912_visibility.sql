-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- add column "reads" to table: "api_tokens"
ALTER TABLE `api_tokens` ADD COLUMN `reads` json NULL;
-- add column "writes" to table: "api_tokens"
ALTER TABLE `api_tokens` ADD COLUMN `writes` json NULL;
-- add column "customer_ids" to table: "api_tokens"
ALTER TABLE `api_tokens` ADD COLUMN `customer_ids` json NULL;
-- add column "opportunity_ids" to table: "api_tokens"
ALTER TABLE `api_tokens` ADD COLUMN `opportunity_ids` json NULL;
-- create "new_opportunities" table
CREATE TABLE `new_opportunities` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `code` text NULL, `name` text NOT NULL, `description` text NULL, `type` text NOT NULL DEFAULT ('DIRECT'), `stage` text NOT NULL DEFAULT ('INTAKE'), `status` text NOT NULL DEFAULT ('OPEN'), `source` text NULL, `amount` integer NOT NULL DEFAULT (0), `budget_amount` integer NULL, `award_amount` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `expected_close_on` datetime NULL, `procurement_method` text NULL, `tender_no` text NULL, `submission_deadline` datetime NULL, `deadline_zone` text NULL, `bid_opening_at` datetime NULL, `price_ceiling` integer NULL, `bid_validity_until` datetime NULL, `bond_demanded` integer NULL, `forecast_category` text NULL, `win_probability` integer NULL, `exchange_rate` real NULL, `origin` text NULL, `industry` text NULL, `region` text NULL, `winner` text NULL, `decided_at` datetime NULL, `loss_reason` text NULL, `outcome_note` text NULL, `failure` text NULL, `need_to_know` bool NOT NULL DEFAULT (false), `classification` text NOT NULL DEFAULT ('INTERNAL'), `debrief` json NULL, `customer_id` text NULL, `owner_id` text NULL, `presales_lead_id` text NULL, `template_id` text NULL, `origin_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `opportunities_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_users_presales_lead` FOREIGN KEY (`presales_lead_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_process_templates_template` FOREIGN KEY (`template_id`) REFERENCES `process_templates` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_opportunities_renewals` FOREIGN KEY (`origin_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL);
-- copy rows from old table "opportunities" to new temporary table "new_opportunities"
INSERT INTO `new_opportunities` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `code`, `name`, `description`, `type`, `stage`, `status`, `source`, `amount`, `budget_amount`, `award_amount`, `currency`, `expected_close_on`, `procurement_method`, `tender_no`, `submission_deadline`, `deadline_zone`, `bid_opening_at`, `price_ceiling`, `bid_validity_until`, `bond_demanded`, `forecast_category`, `win_probability`, `exchange_rate`, `origin`, `industry`, `region`, `winner`, `decided_at`, `loss_reason`, `outcome_note`, `failure`, `debrief`, `customer_id`, `owner_id`, `presales_lead_id`, `template_id`, `origin_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `code`, `name`, `description`, `type`, `stage`, `status`, `source`, `amount`, `budget_amount`, `award_amount`, `currency`, `expected_close_on`, `procurement_method`, `tender_no`, `submission_deadline`, `deadline_zone`, `bid_opening_at`, `price_ceiling`, `bid_validity_until`, `bond_demanded`, `forecast_category`, `win_probability`, `exchange_rate`, `origin`, `industry`, `region`, `winner`, `decided_at`, `loss_reason`, `outcome_note`, `failure`, `debrief`, `customer_id`, `owner_id`, `presales_lead_id`, `template_id`, `origin_id` FROM `opportunities`;
-- drop "opportunities" table after copying rows
DROP TABLE `opportunities`;
-- rename temporary table "new_opportunities" to "opportunities"
ALTER TABLE `new_opportunities` RENAME TO `opportunities`;
-- create index "opportunities_code_key" to table: "opportunities"
CREATE UNIQUE INDEX `opportunities_code_key` ON `opportunities` (`code`);
-- create index "opportunity_created_at_id" to table: "opportunities"
CREATE INDEX `opportunity_created_at_id` ON `opportunities` (`created_at`, `id`);
-- create index "opportunity_amount_id" to table: "opportunities"
CREATE INDEX `opportunity_amount_id` ON `opportunities` (`amount`, `id`);
-- create index "opportunity_stage_amount_id" to table: "opportunities"
CREATE INDEX `opportunity_stage_amount_id` ON `opportunities` (`stage`, `amount`, `id`);
-- create index "opportunity_status_decided_at" to table: "opportunities"
CREATE INDEX `opportunity_status_decided_at` ON `opportunities` (`status`, `decided_at`);
-- create index "opportunity_customer_id" to table: "opportunities"
CREATE INDEX `opportunity_customer_id` ON `opportunities` (`customer_id`);
-- create index "opportunity_need_to_know" to table: "opportunities"
CREATE INDEX `opportunity_need_to_know` ON `opportunities` (`need_to_know`);
-- create index "opportunity_classification" to table: "opportunities"
CREATE INDEX `opportunity_classification` ON `opportunities` (`classification`);
-- create index "opportunity_owner_id" to table: "opportunities"
CREATE INDEX `opportunity_owner_id` ON `opportunities` (`owner_id`);
-- create index "opportunity_presales_lead_id" to table: "opportunities"
CREATE INDEX `opportunity_presales_lead_id` ON `opportunities` (`presales_lead_id`);
-- create index "opportunity_template_id" to table: "opportunities"
CREATE INDEX `opportunity_template_id` ON `opportunities` (`template_id`);
-- create index "opportunity_origin_id" to table: "opportunities"
CREATE INDEX `opportunity_origin_id` ON `opportunities` (`origin_id`);
-- create index "opportunity_name_id" to table: "opportunities"
CREATE INDEX `opportunity_name_id` ON `opportunities` (`name`, `id`);
-- create index "opportunity_updated_at_id" to table: "opportunities"
CREATE INDEX `opportunity_updated_at_id` ON `opportunities` (`updated_at`, `id`);
-- create "new_users" table
CREATE TABLE `new_users` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `email` text NULL, `role` text NOT NULL DEFAULT ('SALES'), `password_hash` text NULL, `failed_sign_ins` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `active` bool NOT NULL DEFAULT (true), `clearance` text NOT NULL DEFAULT ('CONFIDENTIAL'), `region` text NULL, `language` text NOT NULL DEFAULT ('zh'), `department` text NULL, `weekly_hours` integer NOT NULL DEFAULT (40), `notifying` json NULL, `team_id` text NULL, `manager_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `users_teams_members` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE SET NULL, CONSTRAINT `users_users_reports` FOREIGN KEY (`manager_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "users" to new temporary table "new_users"
INSERT INTO `new_users` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `name`, `email`, `role`, `password_hash`, `failed_sign_ins`, `locked_until`, `active`, `region`, `language`, `department`, `weekly_hours`, `notifying`, `team_id`, `manager_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `name`, `email`, `role`, `password_hash`, `failed_sign_ins`, `locked_until`, `active`, `region`, `language`, `department`, `weekly_hours`, `notifying`, `team_id`, `manager_id` FROM `users`;
-- drop "users" table after copying rows
DROP TABLE `users`;
-- rename temporary table "new_users" to "users"
ALTER TABLE `new_users` RENAME TO `users`;
-- create index "users_email_key" to table: "users"
CREATE UNIQUE INDEX `users_email_key` ON `users` (`email`);
-- create index "user_created_at_id" to table: "users"
CREATE INDEX `user_created_at_id` ON `users` (`created_at`, `id`);
-- create index "user_name_id" to table: "users"
CREATE INDEX `user_name_id` ON `users` (`name`, `id`);
-- create index "user_team_id" to table: "users"
CREATE INDEX `user_team_id` ON `users` (`team_id`);
-- create index "user_manager_id" to table: "users"
CREATE INDEX `user_manager_id` ON `users` (`manager_id`);
-- create "new_notifications" table
CREATE TABLE `new_notifications` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('MENTION'), `subject_id` text NOT NULL, `opportunity_id` text NULL, `title` text NULL, `read_at` datetime NULL, `mailed_at` datetime NULL, `digest` text NULL, `user_id` text NOT NULL, `actor_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `notifications_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, CONSTRAINT `notifications_users_actor` FOREIGN KEY (`actor_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "notifications" to new temporary table "new_notifications"
INSERT INTO `new_notifications` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `kind`, `subject_id`, `title`, `read_at`, `mailed_at`, `digest`, `user_id`, `actor_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `kind`, `subject_id`, `title`, `read_at`, `mailed_at`, `digest`, `user_id`, `actor_id` FROM `notifications`;
-- drop "notifications" table after copying rows
DROP TABLE `notifications`;
-- rename temporary table "new_notifications" to "notifications"
ALTER TABLE `new_notifications` RENAME TO `notifications`;
-- create index "notification_created_at_id" to table: "notifications"
CREATE INDEX `notification_created_at_id` ON `notifications` (`created_at`, `id`);
-- create index "notification_user_id_read_at" to table: "notifications"
CREATE INDEX `notification_user_id_read_at` ON `notifications` (`user_id`, `read_at`);
-- create index "notification_opportunity_id" to table: "notifications"
CREATE INDEX `notification_opportunity_id` ON `notifications` (`opportunity_id`);
-- create index "notification_actor_id" to table: "notifications"
CREATE INDEX `notification_actor_id` ON `notifications` (`actor_id`);
-- create index "notification_user_id_digest" to table: "notifications"
CREATE UNIQUE INDEX `notification_user_id_digest` ON `notifications` (`user_id`, `digest`);
-- create "new_attachments" table
CREATE TABLE `new_attachments` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `subject_id` text NOT NULL, `opportunity_id` text NULL, `file_name` text NOT NULL, `media_type` text NOT NULL, `size` integer NOT NULL, `sha256` text NOT NULL, `stored` bool NOT NULL DEFAULT (false), `description` text NULL, PRIMARY KEY (`id`));
-- copy rows from old table "attachments" to new temporary table "new_attachments"
INSERT INTO `new_attachments` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `subject_id`, `file_name`, `media_type`, `size`, `sha256`, `stored`, `description`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `subject_id`, `file_name`, `media_type`, `size`, `sha256`, `stored`, `description` FROM `attachments`;
-- drop "attachments" table after copying rows
DROP TABLE `attachments`;
-- rename temporary table "new_attachments" to "attachments"
ALTER TABLE `new_attachments` RENAME TO `attachments`;
-- create index "attachment_created_at_id" to table: "attachments"
CREATE INDEX `attachment_created_at_id` ON `attachments` (`created_at`, `id`);
-- create index "attachment_subject_id" to table: "attachments"
CREATE INDEX `attachment_subject_id` ON `attachments` (`subject_id`);
-- create index "attachment_opportunity_id" to table: "attachments"
CREATE INDEX `attachment_opportunity_id` ON `attachments` (`opportunity_id`);
-- create index "attachment_sha256" to table: "attachments"
CREATE INDEX `attachment_sha256` ON `attachments` (`sha256`);
-- create "new_content_items" table
CREATE TABLE `new_content_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `kind` text NOT NULL DEFAULT ('CASE'), `title` text NOT NULL, `summary` text NULL, `body` text NULL, `language` text NOT NULL DEFAULT ('zh'), `classification` text NOT NULL DEFAULT ('INTERNAL'), `industry` text NULL, `region` text NULL, `outcome` text NULL, `verify_state` text NOT NULL DEFAULT ('UNVERIFIED'), `position` integer NOT NULL DEFAULT (0), `published_on` datetime NULL, `review_every_days` integer NULL, `verified_at` datetime NULL, `review_on` datetime NULL, `customer_id` text NULL, `proposal_id` text NULL, `owner_id` text NULL, `verified_by_id` text NULL, `attachment_id` text NULL, `part_of_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `content_items_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_verified_by` FOREIGN KEY (`verified_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_attachments_attachment` FOREIGN KEY (`attachment_id`) REFERENCES `attachments` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_content_items_parts` FOREIGN KEY (`part_of_id`) REFERENCES `content_items` (`id`) ON DELETE SET NULL);
-- copy rows from old table "content_items" to new temporary table "new_content_items"
INSERT INTO `new_content_items` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `kind`, `title`, `summary`, `body`, `language`, `industry`, `region`, `outcome`, `verify_state`, `position`, `published_on`, `review_every_days`, `verified_at`, `review_on`, `customer_id`, `proposal_id`, `owner_id`, `verified_by_id`, `attachment_id`, `part_of_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `kind`, `title`, `summary`, `body`, `language`, `industry`, `region`, `outcome`, `verify_state`, `position`, `published_on`, `review_every_days`, `verified_at`, `review_on`, `customer_id`, `proposal_id`, `owner_id`, `verified_by_id`, `attachment_id`, `part_of_id` FROM `content_items`;
-- drop "content_items" table after copying rows
DROP TABLE `content_items`;
-- rename temporary table "new_content_items" to "content_items"
ALTER TABLE `new_content_items` RENAME TO `content_items`;
-- create index "contentitem_created_at_id" to table: "content_items"
CREATE INDEX `contentitem_created_at_id` ON `content_items` (`created_at`, `id`);
-- create index "contentitem_kind" to table: "content_items"
CREATE INDEX `contentitem_kind` ON `content_items` (`kind`);
-- create index "contentitem_industry" to table: "content_items"
CREATE INDEX `contentitem_industry` ON `content_items` (`industry`);
-- create index "contentitem_customer_id" to table: "content_items"
CREATE INDEX `contentitem_customer_id` ON `content_items` (`customer_id`);
-- create index "contentitem_proposal_id" to table: "content_items"
CREATE INDEX `contentitem_proposal_id` ON `content_items` (`proposal_id`);
-- create index "contentitem_owner_id" to table: "content_items"
CREATE INDEX `contentitem_owner_id` ON `content_items` (`owner_id`);
-- create index "contentitem_attachment_id" to table: "content_items"
CREATE INDEX `contentitem_attachment_id` ON `content_items` (`attachment_id`);
-- create index "contentitem_part_of_id_position" to table: "content_items"
CREATE INDEX `contentitem_part_of_id_position` ON `content_items` (`part_of_id`, `position`);
-- create index "contentitem_title_id" to table: "content_items"
CREATE INDEX `contentitem_title_id` ON `content_items` (`title`, `id`);
-- create index "contentitem_verify_state_review_on" to table: "content_items"
CREATE INDEX `contentitem_verify_state_review_on` ON `content_items` (`verify_state`, `review_on`);
-- create "access_rules" table
CREATE TABLE `access_rules` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `role` text NOT NULL, `reads` text NOT NULL, `writes` text NOT NULL, PRIMARY KEY (`id`));
-- create index "accessrule_created_at_id" to table: "access_rules"
CREATE INDEX `accessrule_created_at_id` ON `access_rules` (`created_at`, `id`);
-- create index "accessrule_role" to table: "access_rules"
CREATE UNIQUE INDEX `accessrule_role` ON `access_rules` (`role`);
-- create "opportunity_members" table
CREATE TABLE `opportunity_members` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `part` text NULL, `opportunity_id` text NOT NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `opportunity_members_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `opportunity_members_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "opportunitymember_created_at_id" to table: "opportunity_members"
CREATE INDEX `opportunitymember_created_at_id` ON `opportunity_members` (`created_at`, `id`);
-- create index "opportunitymember_opportunity_id_user_id" to table: "opportunity_members"
CREATE UNIQUE INDEX `opportunitymember_opportunity_id_user_id` ON `opportunity_members` (`opportunity_id`, `user_id`);
-- create index "opportunitymember_user_id" to table: "opportunity_members"
CREATE INDEX `opportunitymember_user_id` ON `opportunity_members` (`user_id`);
-- backfill: the opportunity behind what attachments and notifications are about, as the change log knows it
UPDATE attachments SET opportunity_id = (SELECT NULLIF(c.opportunity_id, '') FROM change_log c WHERE c.entity_id = attachments.subject_id AND c.opportunity_id IS NOT NULL ORDER BY c.id DESC LIMIT 1);
UPDATE notifications SET opportunity_id = (SELECT NULLIF(c.opportunity_id, '') FROM change_log c WHERE c.entity_id = notifications.subject_id AND c.opportunity_id IS NOT NULL ORDER BY c.id DESC LIMIT 1);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "opportunitymember_user_id" to table: "opportunity_members"
DROP INDEX `opportunitymember_user_id`;
-- reverse: create index "opportunitymember_opportunity_id_user_id" to table: "opportunity_members"
DROP INDEX `opportunitymember_opportunity_id_user_id`;
-- reverse: create index "opportunitymember_created_at_id" to table: "opportunity_members"
DROP INDEX `opportunitymember_created_at_id`;
-- reverse: create "opportunity_members" table
DROP TABLE `opportunity_members`;
-- reverse: create index "accessrule_role" to table: "access_rules"
DROP INDEX `accessrule_role`;
-- reverse: create index "accessrule_created_at_id" to table: "access_rules"
DROP INDEX `accessrule_created_at_id`;
-- reverse: create "access_rules" table
DROP TABLE `access_rules`;
-- reverse: create index "contentitem_verify_state_review_on" to table: "content_items"
DROP INDEX `contentitem_verify_state_review_on`;
-- reverse: create index "contentitem_title_id" to table: "content_items"
DROP INDEX `contentitem_title_id`;
-- reverse: create index "contentitem_part_of_id_position" to table: "content_items"
DROP INDEX `contentitem_part_of_id_position`;
-- reverse: create index "contentitem_attachment_id" to table: "content_items"
DROP INDEX `contentitem_attachment_id`;
-- reverse: create index "contentitem_owner_id" to table: "content_items"
DROP INDEX `contentitem_owner_id`;
-- reverse: create index "contentitem_proposal_id" to table: "content_items"
DROP INDEX `contentitem_proposal_id`;
-- reverse: create index "contentitem_customer_id" to table: "content_items"
DROP INDEX `contentitem_customer_id`;
-- reverse: create index "contentitem_industry" to table: "content_items"
DROP INDEX `contentitem_industry`;
-- reverse: create index "contentitem_kind" to table: "content_items"
DROP INDEX `contentitem_kind`;
-- reverse: create index "contentitem_created_at_id" to table: "content_items"
DROP INDEX `contentitem_created_at_id`;
-- reverse: create "new_content_items" table
DROP TABLE `new_content_items`;
-- reverse: create index "attachment_sha256" to table: "attachments"
DROP INDEX `attachment_sha256`;
-- reverse: create index "attachment_opportunity_id" to table: "attachments"
DROP INDEX `attachment_opportunity_id`;
-- reverse: create index "attachment_subject_id" to table: "attachments"
DROP INDEX `attachment_subject_id`;
-- reverse: create index "attachment_created_at_id" to table: "attachments"
DROP INDEX `attachment_created_at_id`;
-- reverse: create "new_attachments" table
DROP TABLE `new_attachments`;
-- reverse: create index "notification_user_id_digest" to table: "notifications"
DROP INDEX `notification_user_id_digest`;
-- reverse: create index "notification_actor_id" to table: "notifications"
DROP INDEX `notification_actor_id`;
-- reverse: create index "notification_opportunity_id" to table: "notifications"
DROP INDEX `notification_opportunity_id`;
-- reverse: create index "notification_user_id_read_at" to table: "notifications"
DROP INDEX `notification_user_id_read_at`;
-- reverse: create index "notification_created_at_id" to table: "notifications"
DROP INDEX `notification_created_at_id`;
-- reverse: create "new_notifications" table
DROP TABLE `new_notifications`;
-- reverse: create index "user_manager_id" to table: "users"
DROP INDEX `user_manager_id`;
-- reverse: create index "user_team_id" to table: "users"
DROP INDEX `user_team_id`;
-- reverse: create index "user_name_id" to table: "users"
DROP INDEX `user_name_id`;
-- reverse: create index "user_created_at_id" to table: "users"
DROP INDEX `user_created_at_id`;
-- reverse: create index "users_email_key" to table: "users"
DROP INDEX `users_email_key`;
-- reverse: create "new_users" table
DROP TABLE `new_users`;
-- reverse: create index "opportunity_updated_at_id" to table: "opportunities"
DROP INDEX `opportunity_updated_at_id`;
-- reverse: create index "opportunity_name_id" to table: "opportunities"
DROP INDEX `opportunity_name_id`;
-- reverse: create index "opportunity_origin_id" to table: "opportunities"
DROP INDEX `opportunity_origin_id`;
-- reverse: create index "opportunity_template_id" to table: "opportunities"
DROP INDEX `opportunity_template_id`;
-- reverse: create index "opportunity_presales_lead_id" to table: "opportunities"
DROP INDEX `opportunity_presales_lead_id`;
-- reverse: create index "opportunity_owner_id" to table: "opportunities"
DROP INDEX `opportunity_owner_id`;
-- reverse: create index "opportunity_classification" to table: "opportunities"
DROP INDEX `opportunity_classification`;
-- reverse: create index "opportunity_need_to_know" to table: "opportunities"
DROP INDEX `opportunity_need_to_know`;
-- reverse: create index "opportunity_customer_id" to table: "opportunities"
DROP INDEX `opportunity_customer_id`;
-- reverse: create index "opportunity_status_decided_at" to table: "opportunities"
DROP INDEX `opportunity_status_decided_at`;
-- reverse: create index "opportunity_stage_amount_id" to table: "opportunities"
DROP INDEX `opportunity_stage_amount_id`;
-- reverse: create index "opportunity_amount_id" to table: "opportunities"
DROP INDEX `opportunity_amount_id`;
-- reverse: create index "opportunity_created_at_id" to table: "opportunities"
DROP INDEX `opportunity_created_at_id`;
-- reverse: create index "opportunities_code_key" to table: "opportunities"
DROP INDEX `opportunities_code_key`;
-- reverse: create "new_opportunities" table
DROP TABLE `new_opportunities`;
-- reverse: add column "opportunity_ids" to table: "api_tokens"
ALTER TABLE `api_tokens` DROP COLUMN `opportunity_ids`;
-- reverse: add column "customer_ids" to table: "api_tokens"
ALTER TABLE `api_tokens` DROP COLUMN `customer_ids`;
-- reverse: add column "writes" to table: "api_tokens"
ALTER TABLE `api_tokens` DROP COLUMN `writes`;
-- reverse: add column "reads" to table: "api_tokens"
ALTER TABLE `api_tokens` DROP COLUMN `reads`;
