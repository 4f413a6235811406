-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_content_items" table
CREATE TABLE `new_content_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `kind` text NOT NULL DEFAULT ('CASE'), `title` text NOT NULL, `summary` text NULL, `body` text NULL, `language` text NOT NULL DEFAULT ('zh'), `industry` text NULL, `region` text NULL, `outcome` text NULL, `verify_state` text NOT NULL DEFAULT ('UNVERIFIED'), `published_on` datetime NULL, `review_every_days` integer NULL, `verified_at` datetime NULL, `review_on` datetime NULL, `customer_id` text NULL, `proposal_id` text NULL, `owner_id` text NULL, `verified_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `content_items_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_verified_by` FOREIGN KEY (`verified_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "content_items" to new temporary table "new_content_items"
INSERT INTO `new_content_items` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `kind`, `title`, `summary`, `body`, `language`, `industry`, `region`, `outcome`, `verify_state`, `published_on`, `customer_id`, `proposal_id`, `owner_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `kind`, `title`, `summary`, `body`, `language`, `industry`, `region`, `outcome`, `verify_state`, `published_on`, `customer_id`, `proposal_id`, `owner_id` FROM `content_items`;
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
-- create index "contentitem_title_id" to table: "content_items"
CREATE INDEX `contentitem_title_id` ON `content_items` (`title`, `id`);
-- create index "contentitem_verify_state_review_on" to table: "content_items"
CREATE INDEX `contentitem_verify_state_review_on` ON `content_items` (`verify_state`, `review_on`);
-- what was verified before anybody noted when counts as verified with its last change, and for a year
UPDATE `content_items` SET `verified_at` = `updated_at`, `review_on` = date(`updated_at`, '+365 days') || ' 00:00:00+00:00' WHERE `verify_state` = 'VERIFIED';
-- add column "waived_reason" to table: "reuse_edges"
ALTER TABLE `reuse_edges` ADD COLUMN `waived_reason` text NULL;
-- add column "waived_by_id" to table: "reuse_edges"
ALTER TABLE `reuse_edges` ADD COLUMN `waived_by_id` text NULL;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: add column "waived_by_id" to table: "reuse_edges"
ALTER TABLE `reuse_edges` DROP COLUMN `waived_by_id`;
-- reverse: add column "waived_reason" to table: "reuse_edges"
ALTER TABLE `reuse_edges` DROP COLUMN `waived_reason`;
-- reverse: create index "contentitem_verify_state_review_on" to table: "content_items"
DROP INDEX `contentitem_verify_state_review_on`;
-- reverse: create index "contentitem_title_id" to table: "content_items"
DROP INDEX `contentitem_title_id`;
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
