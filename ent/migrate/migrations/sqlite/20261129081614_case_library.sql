-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_attachments" table
CREATE TABLE `new_attachments` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `subject_id` text NOT NULL, `file_name` text NOT NULL, `media_type` text NOT NULL, `size` integer NOT NULL, `sha256` text NOT NULL, `stored` bool NOT NULL DEFAULT (false), `description` text NULL, PRIMARY KEY (`id`));
-- copy rows from old table "attachments" to new temporary table "new_attachments"
INSERT INTO `new_attachments` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `subject_id`, `file_name`, `media_type`, `size`, `sha256`, `description`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `subject_id`, `file_name`, `media_type`, `size`, `sha256`, `description` FROM `attachments`;
-- drop "attachments" table after copying rows
DROP TABLE `attachments`;
-- rename temporary table "new_attachments" to "attachments"
ALTER TABLE `new_attachments` RENAME TO `attachments`;
-- create index "attachment_created_at_id" to table: "attachments"
CREATE INDEX `attachment_created_at_id` ON `attachments` (`created_at`, `id`);
-- create index "attachment_subject_id" to table: "attachments"
CREATE INDEX `attachment_subject_id` ON `attachments` (`subject_id`);
-- create index "attachment_sha256" to table: "attachments"
CREATE INDEX `attachment_sha256` ON `attachments` (`sha256`);
-- create "new_lessons" table
CREATE TABLE `new_lessons` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `driving_event` text NULL, `lesson` text NULL, `recommendation` text NULL, `polarity` text NOT NULL DEFAULT ('NEUTRAL'), `status` text NOT NULL DEFAULT ('DRAFT'), `applies_to` json NULL, `root_cause` text NULL, `evidence` text NULL, `organization` text NULL, `phase` text NULL, `language` text NOT NULL DEFAULT ('zh'), `occurred_on` datetime NULL, `published_on` datetime NULL, `retrospective_id` text NULL, `opportunity_id` text NULL, `owner_id` text NULL, `supersedes_id` text NULL, `contradicts_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `lessons_retrospectives_retrospective` FOREIGN KEY (`retrospective_id`) REFERENCES `retrospectives` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_lessons_superseded_by` FOREIGN KEY (`supersedes_id`) REFERENCES `lessons` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_content_items_contradicts` FOREIGN KEY (`contradicts_id`) REFERENCES `content_items` (`id`) ON DELETE SET NULL);
-- copy rows from old table "lessons" to new temporary table "new_lessons"
INSERT INTO `new_lessons` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `driving_event`, `lesson`, `recommendation`, `polarity`, `status`, `applies_to`, `root_cause`, `evidence`, `organization`, `phase`, `language`, `occurred_on`, `published_on`, `retrospective_id`, `opportunity_id`, `owner_id`, `supersedes_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `driving_event`, `lesson`, `recommendation`, `polarity`, `status`, `applies_to`, `root_cause`, `evidence`, `organization`, `phase`, `language`, `occurred_on`, `published_on`, `retrospective_id`, `opportunity_id`, `owner_id`, `supersedes_id` FROM `lessons`;
-- drop "lessons" table after copying rows
DROP TABLE `lessons`;
-- rename temporary table "new_lessons" to "lessons"
ALTER TABLE `new_lessons` RENAME TO `lessons`;
-- create index "lesson_created_at_id" to table: "lessons"
CREATE INDEX `lesson_created_at_id` ON `lessons` (`created_at`, `id`);
-- create index "lesson_retrospective_id" to table: "lessons"
CREATE INDEX `lesson_retrospective_id` ON `lessons` (`retrospective_id`);
-- create index "lesson_opportunity_id" to table: "lessons"
CREATE INDEX `lesson_opportunity_id` ON `lessons` (`opportunity_id`);
-- create index "lesson_owner_id" to table: "lessons"
CREATE INDEX `lesson_owner_id` ON `lessons` (`owner_id`);
-- create index "lesson_organization" to table: "lessons"
CREATE INDEX `lesson_organization` ON `lessons` (`organization`);
-- create index "lesson_title_id" to table: "lessons"
CREATE INDEX `lesson_title_id` ON `lessons` (`title`, `id`);
-- create index "lesson_supersedes_id" to table: "lessons"
CREATE INDEX `lesson_supersedes_id` ON `lessons` (`supersedes_id`);
-- create index "lesson_contradicts_id" to table: "lessons"
CREATE INDEX `lesson_contradicts_id` ON `lessons` (`contradicts_id`);
-- create index "lesson_status" to table: "lessons"
CREATE INDEX `lesson_status` ON `lessons` (`status`);
-- create "new_content_items" table
CREATE TABLE `new_content_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `kind` text NOT NULL DEFAULT ('CASE'), `title` text NOT NULL, `summary` text NULL, `body` text NULL, `language` text NOT NULL DEFAULT ('zh'), `industry` text NULL, `region` text NULL, `outcome` text NULL, `verify_state` text NOT NULL DEFAULT ('UNVERIFIED'), `position` integer NOT NULL DEFAULT (0), `published_on` datetime NULL, `review_every_days` integer NULL, `verified_at` datetime NULL, `review_on` datetime NULL, `customer_id` text NULL, `proposal_id` text NULL, `owner_id` text NULL, `verified_by_id` text NULL, `attachment_id` text NULL, `part_of_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `content_items_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_verified_by` FOREIGN KEY (`verified_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_attachments_attachment` FOREIGN KEY (`attachment_id`) REFERENCES `attachments` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_content_items_parts` FOREIGN KEY (`part_of_id`) REFERENCES `content_items` (`id`) ON DELETE SET NULL);
-- copy rows from old table "content_items" to new temporary table "new_content_items"
INSERT INTO `new_content_items` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `kind`, `title`, `summary`, `body`, `language`, `industry`, `region`, `outcome`, `verify_state`, `published_on`, `review_every_days`, `verified_at`, `review_on`, `customer_id`, `proposal_id`, `owner_id`, `verified_by_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `kind`, `title`, `summary`, `body`, `language`, `industry`, `region`, `outcome`, `verify_state`, `published_on`, `review_every_days`, `verified_at`, `review_on`, `customer_id`, `proposal_id`, `owner_id`, `verified_by_id` FROM `content_items`;
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
-- create "saved_searches" table
CREATE TABLE `saved_searches` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `name` text NOT NULL, `query` text NOT NULL, `filter` json NULL, `alerts` bool NOT NULL DEFAULT (false), `known` json NULL, `checked_change` integer NOT NULL DEFAULT (0), `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `saved_searches_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "savedsearch_created_at_id" to table: "saved_searches"
CREATE INDEX `savedsearch_created_at_id` ON `saved_searches` (`created_at`, `id`);
-- create index "savedsearch_user_id" to table: "saved_searches"
CREATE INDEX `savedsearch_user_id` ON `saved_searches` (`user_id`);
-- create index "savedsearch_alerts_checked_change" to table: "saved_searches"
CREATE INDEX `savedsearch_alerts_checked_change` ON `saved_searches` (`alerts`, `checked_change`);
-- create "search_log" table
CREATE TABLE `search_log` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `key` text NOT NULL, `at` datetime NOT NULL, `query` text NOT NULL, `total` integer NOT NULL, `clicked_rank` integer NOT NULL DEFAULT (0));
-- create index "search_log_key_key" to table: "search_log"
CREATE UNIQUE INDEX `search_log_key_key` ON `search_log` (`key`);
-- create index "searchlogentry_at" to table: "search_log"
CREATE INDEX `searchlogentry_at` ON `search_log` (`at`);
-- create "synonym_groups" table
CREATE TABLE `synonym_groups` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `forms` json NOT NULL, `note` text NULL, PRIMARY KEY (`id`));
-- create index "synonymgroup_created_at_id" to table: "synonym_groups"
CREATE INDEX `synonymgroup_created_at_id` ON `synonym_groups` (`created_at`, `id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "synonymgroup_created_at_id" to table: "synonym_groups"
DROP INDEX `synonymgroup_created_at_id`;
-- reverse: create "synonym_groups" table
DROP TABLE `synonym_groups`;
-- reverse: create index "searchlogentry_at" to table: "search_log"
DROP INDEX `searchlogentry_at`;
-- reverse: create index "search_log_key_key" to table: "search_log"
DROP INDEX `search_log_key_key`;
-- reverse: create "search_log" table
DROP TABLE `search_log`;
-- reverse: create index "savedsearch_alerts_checked_change" to table: "saved_searches"
DROP INDEX `savedsearch_alerts_checked_change`;
-- reverse: create index "savedsearch_user_id" to table: "saved_searches"
DROP INDEX `savedsearch_user_id`;
-- reverse: create index "savedsearch_created_at_id" to table: "saved_searches"
DROP INDEX `savedsearch_created_at_id`;
-- reverse: create "saved_searches" table
DROP TABLE `saved_searches`;
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
-- reverse: create index "lesson_status" to table: "lessons"
DROP INDEX `lesson_status`;
-- reverse: create index "lesson_contradicts_id" to table: "lessons"
DROP INDEX `lesson_contradicts_id`;
-- reverse: create index "lesson_supersedes_id" to table: "lessons"
DROP INDEX `lesson_supersedes_id`;
-- reverse: create index "lesson_title_id" to table: "lessons"
DROP INDEX `lesson_title_id`;
-- reverse: create index "lesson_organization" to table: "lessons"
DROP INDEX `lesson_organization`;
-- reverse: create index "lesson_owner_id" to table: "lessons"
DROP INDEX `lesson_owner_id`;
-- reverse: create index "lesson_opportunity_id" to table: "lessons"
DROP INDEX `lesson_opportunity_id`;
-- reverse: create index "lesson_retrospective_id" to table: "lessons"
DROP INDEX `lesson_retrospective_id`;
-- reverse: create index "lesson_created_at_id" to table: "lessons"
DROP INDEX `lesson_created_at_id`;
-- reverse: create "new_lessons" table
DROP TABLE `new_lessons`;
-- reverse: create index "attachment_sha256" to table: "attachments"
DROP INDEX `attachment_sha256`;
-- reverse: create index "attachment_subject_id" to table: "attachments"
DROP INDEX `attachment_subject_id`;
-- reverse: create index "attachment_created_at_id" to table: "attachments"
DROP INDEX `attachment_created_at_id`;
-- reverse: create "new_attachments" table
DROP TABLE `new_attachments`;
