-- +goose Up
-- create "api_tokens" table
CREATE TABLE `api_tokens` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `name` text NOT NULL, `prefix` text NOT NULL, `secret_hash` blob NOT NULL, `scope` text NOT NULL, `expires_at` datetime NOT NULL, `last_used_at` datetime NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `api_tokens_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "api_tokens_secret_hash_key" to table: "api_tokens"
CREATE UNIQUE INDEX `api_tokens_secret_hash_key` ON `api_tokens` (`secret_hash`);
-- create index "apitoken_created_at_id" to table: "api_tokens"
CREATE INDEX `apitoken_created_at_id` ON `api_tokens` (`created_at`, `id`);
-- create index "apitoken_user_id" to table: "api_tokens"
CREATE INDEX `apitoken_user_id` ON `api_tokens` (`user_id`);
-- create "activities" table
CREATE TABLE `activities` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `kind` text NOT NULL, `subject` text NOT NULL, `body` text NULL, `occurred_at` datetime NOT NULL, `customer_id` text NULL, `opportunity_id` text NULL, `contact_id` text NULL, `user_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `activities_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `activities_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `activities_contacts_contact` FOREIGN KEY (`contact_id`) REFERENCES `contacts` (`id`) ON DELETE SET NULL, CONSTRAINT `activities_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "activity_created_at_id" to table: "activities"
CREATE INDEX `activity_created_at_id` ON `activities` (`created_at`, `id`);
-- create index "activity_opportunity_id_occurred_at" to table: "activities"
CREATE INDEX `activity_opportunity_id_occurred_at` ON `activities` (`opportunity_id`, `occurred_at`);
-- create index "activity_customer_id_occurred_at" to table: "activities"
CREATE INDEX `activity_customer_id_occurred_at` ON `activities` (`customer_id`, `occurred_at`);
-- create index "activity_contact_id" to table: "activities"
CREATE INDEX `activity_contact_id` ON `activities` (`contact_id`);
-- create index "activity_user_id" to table: "activities"
CREATE INDEX `activity_user_id` ON `activities` (`user_id`);
-- create index "activity_occurred_at_id" to table: "activities"
CREATE INDEX `activity_occurred_at_id` ON `activities` (`occurred_at`, `id`);
-- create "attachments" table
CREATE TABLE `attachments` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `subject_id` text NOT NULL, `file_name` text NOT NULL, `media_type` text NOT NULL, `size` integer NOT NULL, `sha256` text NOT NULL, `description` text NULL, PRIMARY KEY (`id`));
-- create index "attachment_created_at_id" to table: "attachments"
CREATE INDEX `attachment_created_at_id` ON `attachments` (`created_at`, `id`);
-- create index "attachment_subject_id" to table: "attachments"
CREATE INDEX `attachment_subject_id` ON `attachments` (`subject_id`);
-- create index "attachment_sha256" to table: "attachments"
CREATE INDEX `attachment_sha256` ON `attachments` (`sha256`);
-- create "change_log" table
CREATE TABLE `change_log` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `at` datetime NOT NULL, `actor_id` text NULL, `entity` text NOT NULL, `entity_id` text NOT NULL, `root_id` text NULL, `operation` text NOT NULL, `fields` json NULL);
-- create index "change_entity_id_id" to table: "change_log"
CREATE INDEX `change_entity_id_id` ON `change_log` (`entity_id`, `id`);
-- create index "change_root_id_id" to table: "change_log"
CREATE INDEX `change_root_id_id` ON `change_log` (`root_id`, `id`);
-- create "contacts" table
CREATE TABLE `contacts` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `title` text NULL, `department` text NULL, `email` text NULL, `phone` text NULL, `language` text NOT NULL DEFAULT ('zh'), `notes` text NULL, `customer_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `contacts_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE NO ACTION);
-- create index "contact_created_at_id" to table: "contacts"
CREATE INDEX `contact_created_at_id` ON `contacts` (`created_at`, `id`);
-- create index "contact_customer_id" to table: "contacts"
CREATE INDEX `contact_customer_id` ON `contacts` (`customer_id`);
-- create index "contact_name_id" to table: "contacts"
CREATE INDEX `contact_name_id` ON `contacts` (`name`, `id`);
-- create "content_items" table
CREATE TABLE `content_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `kind` text NOT NULL DEFAULT ('CASE'), `title` text NOT NULL, `summary` text NULL, `body` text NULL, `language` text NOT NULL DEFAULT ('zh'), `industry` text NULL, `region` text NULL, `outcome` text NULL, `verify_state` text NOT NULL DEFAULT ('UNVERIFIED'), `published_on` datetime NULL, `customer_id` text NULL, `proposal_id` text NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `content_items_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE SET NULL, CONSTRAINT `content_items_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
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
-- create "customers" table
CREATE TABLE `customers` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `code` text NULL, `name` text NOT NULL, `name_en` text NULL, `kind` text NULL, `industry` text NULL, `region` text NULL, `city` text NULL, `level` text NULL, `credit_code` text NULL, `website` text NULL, `notes` text NULL, `parent_id` text NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `customers_customers_children` FOREIGN KEY (`parent_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `customers_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "customers_code_key" to table: "customers"
CREATE UNIQUE INDEX `customers_code_key` ON `customers` (`code`);
-- create index "customers_credit_code_key" to table: "customers"
CREATE UNIQUE INDEX `customers_credit_code_key` ON `customers` (`credit_code`);
-- create index "customer_created_at_id" to table: "customers"
CREATE INDEX `customer_created_at_id` ON `customers` (`created_at`, `id`);
-- create index "customer_name_id" to table: "customers"
CREATE INDEX `customer_name_id` ON `customers` (`name`, `id`);
-- create index "customer_industry" to table: "customers"
CREATE INDEX `customer_industry` ON `customers` (`industry`);
-- create index "customer_parent_id" to table: "customers"
CREATE INDEX `customer_parent_id` ON `customers` (`parent_id`);
-- create index "customer_owner_id" to table: "customers"
CREATE INDEX `customer_owner_id` ON `customers` (`owner_id`);
-- create "external_refs" table
CREATE TABLE `external_refs` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `system` text NOT NULL, `entity` text NOT NULL, `external_id` text NOT NULL, `entity_id` text NOT NULL, `digest` text NULL);
-- create index "externalref_system_entity_external_id" to table: "external_refs"
CREATE UNIQUE INDEX `externalref_system_entity_external_id` ON `external_refs` (`system`, `entity`, `external_id`);
-- create index "externalref_entity_id" to table: "external_refs"
CREATE INDEX `externalref_entity_id` ON `external_refs` (`entity_id`);
-- create "lessons" table
CREATE TABLE `lessons` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `driving_event` text NULL, `lesson` text NULL, `recommendation` text NULL, `polarity` text NOT NULL DEFAULT ('NEUTRAL'), `status` text NOT NULL DEFAULT ('DRAFT'), `applies_to` json NULL, `organization` text NULL, `phase` text NULL, `language` text NOT NULL DEFAULT ('zh'), `occurred_on` datetime NULL, `published_on` datetime NULL, `retrospective_id` text NULL, `opportunity_id` text NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `lessons_retrospectives_retrospective` FOREIGN KEY (`retrospective_id`) REFERENCES `retrospectives` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
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
-- create "line_items" table
CREATE TABLE `line_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `quantity` integer NOT NULL DEFAULT (1), `unit_price` integer NOT NULL DEFAULT (0), `currency` text NOT NULL DEFAULT ('CNY'), `opportunity_id` text NOT NULL, `product_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `line_items_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `line_items_products_product` FOREIGN KEY (`product_id`) REFERENCES `products` (`id`) ON DELETE NO ACTION);
-- create index "lineitem_created_at_id" to table: "line_items"
CREATE INDEX `lineitem_created_at_id` ON `line_items` (`created_at`, `id`);
-- create index "lineitem_opportunity_id" to table: "line_items"
CREATE INDEX `lineitem_opportunity_id` ON `line_items` (`opportunity_id`);
-- create index "lineitem_product_id" to table: "line_items"
CREATE INDEX `lineitem_product_id` ON `line_items` (`product_id`);
-- create "opportunities" table
CREATE TABLE `opportunities` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `code` text NULL, `name` text NOT NULL, `description` text NULL, `type` text NOT NULL DEFAULT ('DIRECT'), `stage` text NOT NULL DEFAULT ('INTAKE'), `status` text NOT NULL DEFAULT ('OPEN'), `source` text NULL, `amount` integer NOT NULL DEFAULT (0), `budget_amount` integer NULL, `award_amount` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `expected_close_on` datetime NULL, `procurement_method` text NULL, `tender_no` text NULL, `submission_deadline` datetime NULL, `industry` text NULL, `region` text NULL, `winner` text NULL, `decided_at` datetime NULL, `loss_reason` text NULL, `outcome_note` text NULL, `customer_id` text NULL, `owner_id` text NULL, `presales_lead_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `opportunities_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_users_presales_lead` FOREIGN KEY (`presales_lead_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
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
-- create index "opportunity_owner_id" to table: "opportunities"
CREATE INDEX `opportunity_owner_id` ON `opportunities` (`owner_id`);
-- create index "opportunity_presales_lead_id" to table: "opportunities"
CREATE INDEX `opportunity_presales_lead_id` ON `opportunities` (`presales_lead_id`);
-- create index "opportunity_name_id" to table: "opportunities"
CREATE INDEX `opportunity_name_id` ON `opportunities` (`name`, `id`);
-- create index "opportunity_updated_at_id" to table: "opportunities"
CREATE INDEX `opportunity_updated_at_id` ON `opportunities` (`updated_at`, `id`);
-- create "products" table
CREATE TABLE `products` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `code` text NULL, `name` text NOT NULL, `series` text NULL, `list_price` integer NOT NULL DEFAULT (0), `currency` text NOT NULL DEFAULT ('CNY'), `active` bool NOT NULL DEFAULT (true), PRIMARY KEY (`id`));
-- create index "products_code_key" to table: "products"
CREATE UNIQUE INDEX `products_code_key` ON `products` (`code`);
-- create index "product_created_at_id" to table: "products"
CREATE INDEX `product_created_at_id` ON `products` (`created_at`, `id`);
-- create index "product_name_id" to table: "products"
CREATE INDEX `product_name_id` ON `products` (`name`, `id`);
-- create "proposals" table
CREATE TABLE `proposals` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `summary` text NULL, `kind` text NOT NULL DEFAULT ('COMBINED'), `status` text NOT NULL DEFAULT ('DRAFT'), `language` text NOT NULL DEFAULT ('zh'), `due_at` datetime NULL, `submitted_at` datetime NULL, `decided_at` datetime NULL, `started_on` datetime NULL, `opportunity_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `proposals_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL);
-- create index "proposal_created_at_id" to table: "proposals"
CREATE INDEX `proposal_created_at_id` ON `proposals` (`created_at`, `id`);
-- create index "proposal_opportunity_id_created_at" to table: "proposals"
CREATE INDEX `proposal_opportunity_id_created_at` ON `proposals` (`opportunity_id`, `created_at`);
-- create index "proposal_status" to table: "proposals"
CREATE INDEX `proposal_status` ON `proposals` (`status`);
-- create index "proposal_title_id" to table: "proposals"
CREATE INDEX `proposal_title_id` ON `proposals` (`title`, `id`);
-- create "proposal_sections" table
CREATE TABLE `proposal_sections` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `position` integer NOT NULL, `depth` integer NOT NULL DEFAULT (1), `title` text NOT NULL, `body` text NULL, `language` text NOT NULL DEFAULT ('zh'), `proposal_id` text NOT NULL, `proposal_version_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `proposal_sections_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE, CONSTRAINT `proposal_sections_proposal_versions_proposal_version` FOREIGN KEY (`proposal_version_id`) REFERENCES `proposal_versions` (`id`) ON DELETE CASCADE);
-- create index "proposalsection_created_at_id" to table: "proposal_sections"
CREATE INDEX `proposalsection_created_at_id` ON `proposal_sections` (`created_at`, `id`);
-- create index "proposalsection_proposal_version_id_position" to table: "proposal_sections"
CREATE INDEX `proposalsection_proposal_version_id_position` ON `proposal_sections` (`proposal_version_id`, `position`);
-- create index "proposalsection_proposal_id" to table: "proposal_sections"
CREATE INDEX `proposalsection_proposal_id` ON `proposal_sections` (`proposal_id`);
-- create "proposal_versions" table
CREATE TABLE `proposal_versions` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `number` integer NOT NULL, `note` text NULL, `content_hash` text NULL, `frozen_at` datetime NULL, `proposal_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `proposal_versions_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE);
-- create index "proposalversion_created_at_id" to table: "proposal_versions"
CREATE INDEX `proposalversion_created_at_id` ON `proposal_versions` (`created_at`, `id`);
-- create index "proposalversion_proposal_id_number" to table: "proposal_versions"
CREATE UNIQUE INDEX `proposalversion_proposal_id_number` ON `proposal_versions` (`proposal_id`, `number`);
-- create "retrospectives" table
CREATE TABLE `retrospectives` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `status` text NOT NULL DEFAULT ('PLANNED'), `held_at` datetime NULL, `summary` text NULL, `went_well` text NULL, `went_wrong` text NULL, `root_causes` text NULL, `actions` text NULL, `language` text NOT NULL DEFAULT ('zh'), `opportunity_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `retrospectives_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL);
-- create index "retrospective_created_at_id" to table: "retrospectives"
CREATE INDEX `retrospective_created_at_id` ON `retrospectives` (`created_at`, `id`);
-- create index "retrospective_opportunity_id" to table: "retrospectives"
CREATE INDEX `retrospective_opportunity_id` ON `retrospectives` (`opportunity_id`);
-- create "sessions" table
CREATE TABLE `sessions` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `secret_hash` blob NOT NULL, `expires_at` datetime NOT NULL, `user_agent` text NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `sessions_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "sessions_secret_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_secret_hash_key` ON `sessions` (`secret_hash`);
-- create index "session_created_at_id" to table: "sessions"
CREATE INDEX `session_created_at_id` ON `sessions` (`created_at`, `id`);
-- create index "session_user_id" to table: "sessions"
CREATE INDEX `session_user_id` ON `sessions` (`user_id`);
-- create index "session_expires_at" to table: "sessions"
CREATE INDEX `session_expires_at` ON `sessions` (`expires_at`);
-- create "stage_entries" table
CREATE TABLE `stage_entries` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `position` integer NOT NULL, `stage` text NOT NULL, `direction` text NOT NULL, `entered_at` datetime NOT NULL, `dated` bool NOT NULL DEFAULT (true), `left_at` datetime NULL, `reason` text NULL, `opportunity_id` text NOT NULL, `entered_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `stage_entries_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `stage_entries_users_entered_by` FOREIGN KEY (`entered_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "stageentry_created_at_id" to table: "stage_entries"
CREATE INDEX `stageentry_created_at_id` ON `stage_entries` (`created_at`, `id`);
-- create index "stageentry_opportunity_id_position" to table: "stage_entries"
CREATE UNIQUE INDEX `stageentry_opportunity_id_position` ON `stage_entries` (`opportunity_id`, `position`);
-- create index "stageentry_stage_entered_at" to table: "stage_entries"
CREATE INDEX `stageentry_stage_entered_at` ON `stage_entries` (`stage`, `entered_at`);
-- create "stakeholders" table
CREATE TABLE `stakeholders` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `part` text NOT NULL, `attitude` integer NOT NULL DEFAULT (0), `influence` integer NOT NULL DEFAULT (3), `concerns` text NULL, `opportunity_id` text NOT NULL, `contact_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `stakeholders_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE NO ACTION, CONSTRAINT `stakeholders_contacts_contact` FOREIGN KEY (`contact_id`) REFERENCES `contacts` (`id`) ON DELETE NO ACTION);
-- create index "stakeholder_created_at_id" to table: "stakeholders"
CREATE INDEX `stakeholder_created_at_id` ON `stakeholders` (`created_at`, `id`);
-- create index "stakeholder_opportunity_id_contact_id" to table: "stakeholders"
CREATE UNIQUE INDEX `stakeholder_opportunity_id_contact_id` ON `stakeholders` (`opportunity_id`, `contact_id`);
-- create index "stakeholder_contact_id" to table: "stakeholders"
CREATE INDEX `stakeholder_contact_id` ON `stakeholders` (`contact_id`);
-- create "teams" table
CREATE TABLE `teams` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `department` text NULL, `parent_id` text NULL, `lead_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `teams_teams_children` FOREIGN KEY (`parent_id`) REFERENCES `teams` (`id`) ON DELETE SET NULL, CONSTRAINT `teams_users_lead` FOREIGN KEY (`lead_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "team_created_at_id" to table: "teams"
CREATE INDEX `team_created_at_id` ON `teams` (`created_at`, `id`);
-- create index "team_parent_id" to table: "teams"
CREATE INDEX `team_parent_id` ON `teams` (`parent_id`);
-- create index "team_lead_id" to table: "teams"
CREATE INDEX `team_lead_id` ON `teams` (`lead_id`);
-- create "users" table
CREATE TABLE `users` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `email` text NULL, `role` text NOT NULL DEFAULT ('SALES'), `password_hash` text NULL, `failed_sign_ins` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `active` bool NOT NULL DEFAULT (true), `region` text NULL, `language` text NOT NULL DEFAULT ('zh'), `team_id` text NULL, `manager_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `users_teams_members` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE SET NULL, CONSTRAINT `users_users_reports` FOREIGN KEY (`manager_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
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

-- +goose Down
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
-- reverse: create "users" table
DROP TABLE `users`;
-- reverse: create index "team_lead_id" to table: "teams"
DROP INDEX `team_lead_id`;
-- reverse: create index "team_parent_id" to table: "teams"
DROP INDEX `team_parent_id`;
-- reverse: create index "team_created_at_id" to table: "teams"
DROP INDEX `team_created_at_id`;
-- reverse: create "teams" table
DROP TABLE `teams`;
-- reverse: create index "stakeholder_contact_id" to table: "stakeholders"
DROP INDEX `stakeholder_contact_id`;
-- reverse: create index "stakeholder_opportunity_id_contact_id" to table: "stakeholders"
DROP INDEX `stakeholder_opportunity_id_contact_id`;
-- reverse: create index "stakeholder_created_at_id" to table: "stakeholders"
DROP INDEX `stakeholder_created_at_id`;
-- reverse: create "stakeholders" table
DROP TABLE `stakeholders`;
-- reverse: create index "stageentry_stage_entered_at" to table: "stage_entries"
DROP INDEX `stageentry_stage_entered_at`;
-- reverse: create index "stageentry_opportunity_id_position" to table: "stage_entries"
DROP INDEX `stageentry_opportunity_id_position`;
-- reverse: create index "stageentry_created_at_id" to table: "stage_entries"
DROP INDEX `stageentry_created_at_id`;
-- reverse: create "stage_entries" table
DROP TABLE `stage_entries`;
-- reverse: create index "session_expires_at" to table: "sessions"
DROP INDEX `session_expires_at`;
-- reverse: create index "session_user_id" to table: "sessions"
DROP INDEX `session_user_id`;
-- reverse: create index "session_created_at_id" to table: "sessions"
DROP INDEX `session_created_at_id`;
-- reverse: create index "sessions_secret_hash_key" to table: "sessions"
DROP INDEX `sessions_secret_hash_key`;
-- reverse: create "sessions" table
DROP TABLE `sessions`;
-- reverse: create index "retrospective_opportunity_id" to table: "retrospectives"
DROP INDEX `retrospective_opportunity_id`;
-- reverse: create index "retrospective_created_at_id" to table: "retrospectives"
DROP INDEX `retrospective_created_at_id`;
-- reverse: create "retrospectives" table
DROP TABLE `retrospectives`;
-- reverse: create index "proposalversion_proposal_id_number" to table: "proposal_versions"
DROP INDEX `proposalversion_proposal_id_number`;
-- reverse: create index "proposalversion_created_at_id" to table: "proposal_versions"
DROP INDEX `proposalversion_created_at_id`;
-- reverse: create "proposal_versions" table
DROP TABLE `proposal_versions`;
-- reverse: create index "proposalsection_proposal_id" to table: "proposal_sections"
DROP INDEX `proposalsection_proposal_id`;
-- reverse: create index "proposalsection_proposal_version_id_position" to table: "proposal_sections"
DROP INDEX `proposalsection_proposal_version_id_position`;
-- reverse: create index "proposalsection_created_at_id" to table: "proposal_sections"
DROP INDEX `proposalsection_created_at_id`;
-- reverse: create "proposal_sections" table
DROP TABLE `proposal_sections`;
-- reverse: create index "proposal_title_id" to table: "proposals"
DROP INDEX `proposal_title_id`;
-- reverse: create index "proposal_status" to table: "proposals"
DROP INDEX `proposal_status`;
-- reverse: create index "proposal_opportunity_id_created_at" to table: "proposals"
DROP INDEX `proposal_opportunity_id_created_at`;
-- reverse: create index "proposal_created_at_id" to table: "proposals"
DROP INDEX `proposal_created_at_id`;
-- reverse: create "proposals" table
DROP TABLE `proposals`;
-- reverse: create index "product_name_id" to table: "products"
DROP INDEX `product_name_id`;
-- reverse: create index "product_created_at_id" to table: "products"
DROP INDEX `product_created_at_id`;
-- reverse: create index "products_code_key" to table: "products"
DROP INDEX `products_code_key`;
-- reverse: create "products" table
DROP TABLE `products`;
-- reverse: create index "opportunity_updated_at_id" to table: "opportunities"
DROP INDEX `opportunity_updated_at_id`;
-- reverse: create index "opportunity_name_id" to table: "opportunities"
DROP INDEX `opportunity_name_id`;
-- reverse: create index "opportunity_presales_lead_id" to table: "opportunities"
DROP INDEX `opportunity_presales_lead_id`;
-- reverse: create index "opportunity_owner_id" to table: "opportunities"
DROP INDEX `opportunity_owner_id`;
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
-- reverse: create "opportunities" table
DROP TABLE `opportunities`;
-- reverse: create index "lineitem_product_id" to table: "line_items"
DROP INDEX `lineitem_product_id`;
-- reverse: create index "lineitem_opportunity_id" to table: "line_items"
DROP INDEX `lineitem_opportunity_id`;
-- reverse: create index "lineitem_created_at_id" to table: "line_items"
DROP INDEX `lineitem_created_at_id`;
-- reverse: create "line_items" table
DROP TABLE `line_items`;
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
-- reverse: create "lessons" table
DROP TABLE `lessons`;
-- reverse: create index "externalref_entity_id" to table: "external_refs"
DROP INDEX `externalref_entity_id`;
-- reverse: create index "externalref_system_entity_external_id" to table: "external_refs"
DROP INDEX `externalref_system_entity_external_id`;
-- reverse: create "external_refs" table
DROP TABLE `external_refs`;
-- reverse: create index "customer_owner_id" to table: "customers"
DROP INDEX `customer_owner_id`;
-- reverse: create index "customer_parent_id" to table: "customers"
DROP INDEX `customer_parent_id`;
-- reverse: create index "customer_industry" to table: "customers"
DROP INDEX `customer_industry`;
-- reverse: create index "customer_name_id" to table: "customers"
DROP INDEX `customer_name_id`;
-- reverse: create index "customer_created_at_id" to table: "customers"
DROP INDEX `customer_created_at_id`;
-- reverse: create index "customers_credit_code_key" to table: "customers"
DROP INDEX `customers_credit_code_key`;
-- reverse: create index "customers_code_key" to table: "customers"
DROP INDEX `customers_code_key`;
-- reverse: create "customers" table
DROP TABLE `customers`;
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
-- reverse: create "content_items" table
DROP TABLE `content_items`;
-- reverse: create index "contact_name_id" to table: "contacts"
DROP INDEX `contact_name_id`;
-- reverse: create index "contact_customer_id" to table: "contacts"
DROP INDEX `contact_customer_id`;
-- reverse: create index "contact_created_at_id" to table: "contacts"
DROP INDEX `contact_created_at_id`;
-- reverse: create "contacts" table
DROP TABLE `contacts`;
-- reverse: create index "change_root_id_id" to table: "change_log"
DROP INDEX `change_root_id_id`;
-- reverse: create index "change_entity_id_id" to table: "change_log"
DROP INDEX `change_entity_id_id`;
-- reverse: create "change_log" table
DROP TABLE `change_log`;
-- reverse: create index "attachment_sha256" to table: "attachments"
DROP INDEX `attachment_sha256`;
-- reverse: create index "attachment_subject_id" to table: "attachments"
DROP INDEX `attachment_subject_id`;
-- reverse: create index "attachment_created_at_id" to table: "attachments"
DROP INDEX `attachment_created_at_id`;
-- reverse: create "attachments" table
DROP TABLE `attachments`;
-- reverse: create index "activity_occurred_at_id" to table: "activities"
DROP INDEX `activity_occurred_at_id`;
-- reverse: create index "activity_user_id" to table: "activities"
DROP INDEX `activity_user_id`;
-- reverse: create index "activity_contact_id" to table: "activities"
DROP INDEX `activity_contact_id`;
-- reverse: create index "activity_customer_id_occurred_at" to table: "activities"
DROP INDEX `activity_customer_id_occurred_at`;
-- reverse: create index "activity_opportunity_id_occurred_at" to table: "activities"
DROP INDEX `activity_opportunity_id_occurred_at`;
-- reverse: create index "activity_created_at_id" to table: "activities"
DROP INDEX `activity_created_at_id`;
-- reverse: create "activities" table
DROP TABLE `activities`;
-- reverse: create index "apitoken_user_id" to table: "api_tokens"
DROP INDEX `apitoken_user_id`;
-- reverse: create index "apitoken_created_at_id" to table: "api_tokens"
DROP INDEX `apitoken_created_at_id`;
-- reverse: create index "api_tokens_secret_hash_key" to table: "api_tokens"
DROP INDEX `api_tokens_secret_hash_key`;
-- reverse: create "api_tokens" table
DROP TABLE `api_tokens`;
