-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_change_log" table
CREATE TABLE `new_change_log` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `at` datetime NOT NULL, `actor_id` text NULL, `entity` text NOT NULL, `entity_id` text NOT NULL, `root_id` text NULL, `opportunity_id` text NULL, `operation` text NOT NULL, `fields` json NULL);
-- copy rows from old table "change_log" to new temporary table "new_change_log"
INSERT INTO `new_change_log` (`id`, `at`, `actor_id`, `entity`, `entity_id`, `root_id`, `operation`, `fields`) SELECT `id`, `at`, `actor_id`, `entity`, `entity_id`, `root_id`, `operation`, `fields` FROM `change_log`;
-- drop "change_log" table after copying rows
DROP TABLE `change_log`;
-- rename temporary table "new_change_log" to "change_log"
ALTER TABLE `new_change_log` RENAME TO `change_log`;
-- create index "change_entity_id_id" to table: "change_log"
CREATE INDEX `change_entity_id_id` ON `change_log` (`entity_id`, `id`);
-- create index "change_root_id_id" to table: "change_log"
CREATE INDEX `change_root_id_id` ON `change_log` (`root_id`, `id`);
-- create index "change_opportunity_id_id" to table: "change_log"
CREATE INDEX `change_opportunity_id_id` ON `change_log` (`opportunity_id`, `id`);
-- add column "contact_every_days" to table: "customers"
ALTER TABLE `customers` ADD COLUMN `contact_every_days` integer NULL;
-- create "new_lessons" table
CREATE TABLE `new_lessons` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `driving_event` text NULL, `lesson` text NULL, `recommendation` text NULL, `polarity` text NOT NULL DEFAULT ('NEUTRAL'), `status` text NOT NULL DEFAULT ('DRAFT'), `applies_to` json NULL, `root_cause` text NULL, `evidence` text NULL, `organization` text NULL, `phase` text NULL, `language` text NOT NULL DEFAULT ('zh'), `occurred_on` datetime NULL, `published_on` datetime NULL, `retrospective_id` text NULL, `opportunity_id` text NULL, `owner_id` text NULL, `supersedes_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `lessons_retrospectives_retrospective` FOREIGN KEY (`retrospective_id`) REFERENCES `retrospectives` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `lessons_lessons_superseded_by` FOREIGN KEY (`supersedes_id`) REFERENCES `lessons` (`id`) ON DELETE SET NULL);
-- copy rows from old table "lessons" to new temporary table "new_lessons"
INSERT INTO `new_lessons` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `driving_event`, `lesson`, `recommendation`, `polarity`, `status`, `applies_to`, `organization`, `phase`, `language`, `occurred_on`, `published_on`, `retrospective_id`, `opportunity_id`, `owner_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `driving_event`, `lesson`, `recommendation`, `polarity`, `status`, `applies_to`, `organization`, `phase`, `language`, `occurred_on`, `published_on`, `retrospective_id`, `opportunity_id`, `owner_id` FROM `lessons`;
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
-- create index "lesson_status" to table: "lessons"
CREATE INDEX `lesson_status` ON `lessons` (`status`);
-- add column "unit_cost" to table: "line_items"
ALTER TABLE `line_items` ADD COLUMN `unit_cost` integer NULL;
-- add column "description" to table: "line_items"
ALTER TABLE `line_items` ADD COLUMN `description` text NULL;
-- create "new_opportunities" table
CREATE TABLE `new_opportunities` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `code` text NULL, `name` text NOT NULL, `description` text NULL, `type` text NOT NULL DEFAULT ('DIRECT'), `stage` text NOT NULL DEFAULT ('INTAKE'), `status` text NOT NULL DEFAULT ('OPEN'), `source` text NULL, `amount` integer NOT NULL DEFAULT (0), `budget_amount` integer NULL, `award_amount` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `expected_close_on` datetime NULL, `procurement_method` text NULL, `tender_no` text NULL, `submission_deadline` datetime NULL, `deadline_zone` text NULL, `bid_opening_at` datetime NULL, `price_ceiling` integer NULL, `bid_validity_until` datetime NULL, `bond_demanded` integer NULL, `forecast_category` text NULL, `win_probability` integer NULL, `exchange_rate` real NULL, `origin` text NULL, `industry` text NULL, `region` text NULL, `winner` text NULL, `decided_at` datetime NULL, `loss_reason` text NULL, `outcome_note` text NULL, `failure` text NULL, `debrief` json NULL, `customer_id` text NULL, `owner_id` text NULL, `presales_lead_id` text NULL, `template_id` text NULL, `origin_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `opportunities_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_users_presales_lead` FOREIGN KEY (`presales_lead_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_process_templates_template` FOREIGN KEY (`template_id`) REFERENCES `process_templates` (`id`) ON DELETE SET NULL, CONSTRAINT `opportunities_opportunities_renewals` FOREIGN KEY (`origin_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL);
-- copy rows from old table "opportunities" to new temporary table "new_opportunities"
INSERT INTO `new_opportunities` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `code`, `name`, `description`, `type`, `stage`, `status`, `source`, `amount`, `budget_amount`, `award_amount`, `currency`, `expected_close_on`, `procurement_method`, `tender_no`, `submission_deadline`, `industry`, `region`, `winner`, `decided_at`, `loss_reason`, `outcome_note`, `customer_id`, `owner_id`, `presales_lead_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `code`, `name`, `description`, `type`, `stage`, `status`, `source`, `amount`, `budget_amount`, `award_amount`, `currency`, `expected_close_on`, `procurement_method`, `tender_no`, `submission_deadline`, `industry`, `region`, `winner`, `decided_at`, `loss_reason`, `outcome_note`, `customer_id`, `owner_id`, `presales_lead_id` FROM `opportunities`;
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
-- create "new_proposals" table
CREATE TABLE `new_proposals` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `summary` text NULL, `kind` text NOT NULL DEFAULT ('COMBINED'), `status` text NOT NULL DEFAULT ('DRAFT'), `language` text NOT NULL DEFAULT ('zh'), `due_at` datetime NULL, `submitted_at` datetime NULL, `decided_at` datetime NULL, `started_on` datetime NULL, `price` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `discount_percent` integer NOT NULL DEFAULT (0), `valid_until` datetime NULL, `bond_amount` integer NULL, `bond_reference` text NULL, `signed_at` datetime NULL, `sealed_at` datetime NULL, `snapshot_hash` text NULL, `receipt` text NULL, `late` bool NOT NULL DEFAULT (false), `failure` text NULL, `opportunity_id` text NULL, `signed_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `proposals_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `proposals_users_signed_by` FOREIGN KEY (`signed_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "proposals" to new temporary table "new_proposals"
INSERT INTO `new_proposals` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `summary`, `kind`, `status`, `language`, `due_at`, `submitted_at`, `decided_at`, `started_on`, `opportunity_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `summary`, `kind`, `status`, `language`, `due_at`, `submitted_at`, `decided_at`, `started_on`, `opportunity_id` FROM `proposals`;
-- drop "proposals" table after copying rows
DROP TABLE `proposals`;
-- rename temporary table "new_proposals" to "proposals"
ALTER TABLE `new_proposals` RENAME TO `proposals`;
-- create index "proposal_created_at_id" to table: "proposals"
CREATE INDEX `proposal_created_at_id` ON `proposals` (`created_at`, `id`);
-- create index "proposal_opportunity_id_created_at" to table: "proposals"
CREATE INDEX `proposal_opportunity_id_created_at` ON `proposals` (`opportunity_id`, `created_at`);
-- create index "proposal_status" to table: "proposals"
CREATE INDEX `proposal_status` ON `proposals` (`status`);
-- create index "proposal_title_id" to table: "proposals"
CREATE INDEX `proposal_title_id` ON `proposals` (`title`, `id`);
-- create index "proposal_signed_by_id" to table: "proposals"
CREATE INDEX `proposal_signed_by_id` ON `proposals` (`signed_by_id`);
-- create "new_proposal_sections" table
CREATE TABLE `new_proposal_sections` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `position` integer NOT NULL, `depth` integer NOT NULL DEFAULT (1), `title` text NOT NULL, `body` text NULL, `language` text NOT NULL DEFAULT ('zh'), `due_at` datetime NULL, `status` text NOT NULL DEFAULT ('DRAFTING'), `words` integer NOT NULL DEFAULT (0), `proposal_id` text NOT NULL, `proposal_version_id` text NOT NULL, `owner_id` text NULL, `reviewer_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `proposal_sections_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE, CONSTRAINT `proposal_sections_proposal_versions_proposal_version` FOREIGN KEY (`proposal_version_id`) REFERENCES `proposal_versions` (`id`) ON DELETE CASCADE, CONSTRAINT `proposal_sections_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `proposal_sections_users_reviewer` FOREIGN KEY (`reviewer_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "proposal_sections" to new temporary table "new_proposal_sections"
INSERT INTO `new_proposal_sections` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `position`, `depth`, `title`, `body`, `language`, `proposal_id`, `proposal_version_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `position`, `depth`, `title`, `body`, `language`, `proposal_id`, `proposal_version_id` FROM `proposal_sections`;
-- drop "proposal_sections" table after copying rows
DROP TABLE `proposal_sections`;
-- rename temporary table "new_proposal_sections" to "proposal_sections"
ALTER TABLE `new_proposal_sections` RENAME TO `proposal_sections`;
-- create index "proposalsection_created_at_id" to table: "proposal_sections"
CREATE INDEX `proposalsection_created_at_id` ON `proposal_sections` (`created_at`, `id`);
-- create index "proposalsection_proposal_version_id_position" to table: "proposal_sections"
CREATE INDEX `proposalsection_proposal_version_id_position` ON `proposal_sections` (`proposal_version_id`, `position`);
-- create index "proposalsection_proposal_id" to table: "proposal_sections"
CREATE INDEX `proposalsection_proposal_id` ON `proposal_sections` (`proposal_id`);
-- create index "proposalsection_owner_id" to table: "proposal_sections"
CREATE INDEX `proposalsection_owner_id` ON `proposal_sections` (`owner_id`);
-- create index "proposalsection_reviewer_id" to table: "proposal_sections"
CREATE INDEX `proposalsection_reviewer_id` ON `proposal_sections` (`reviewer_id`);
-- create "new_retrospectives" table
CREATE TABLE `new_retrospectives` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `title` text NOT NULL, `status` text NOT NULL DEFAULT ('PLANNED'), `held_at` datetime NULL, `departments_required` json NULL, `departments_present` json NULL, `waived_reason` text NULL, `summary` text NULL, `went_well` text NULL, `went_wrong` text NULL, `root_causes` text NULL, `actions` text NULL, `language` text NOT NULL DEFAULT ('zh'), `opportunity_id` text NULL, `project_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `retrospectives_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `retrospectives_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE SET NULL);
-- copy rows from old table "retrospectives" to new temporary table "new_retrospectives"
INSERT INTO `new_retrospectives` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `status`, `held_at`, `summary`, `went_well`, `went_wrong`, `root_causes`, `actions`, `language`, `opportunity_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `tags`, `title`, `status`, `held_at`, `summary`, `went_well`, `went_wrong`, `root_causes`, `actions`, `language`, `opportunity_id` FROM `retrospectives`;
-- drop "retrospectives" table after copying rows
DROP TABLE `retrospectives`;
-- rename temporary table "new_retrospectives" to "retrospectives"
ALTER TABLE `new_retrospectives` RENAME TO `retrospectives`;
-- create index "retrospective_created_at_id" to table: "retrospectives"
CREATE INDEX `retrospective_created_at_id` ON `retrospectives` (`created_at`, `id`);
-- create index "retrospective_opportunity_id" to table: "retrospectives"
CREATE INDEX `retrospective_opportunity_id` ON `retrospectives` (`opportunity_id`);
-- create index "retrospective_project_id" to table: "retrospectives"
CREATE INDEX `retrospective_project_id` ON `retrospectives` (`project_id`);
-- create "new_stage_entries" table
CREATE TABLE `new_stage_entries` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `position` integer NOT NULL, `stage` text NOT NULL, `direction` text NOT NULL, `entered_at` datetime NOT NULL, `dated` bool NOT NULL DEFAULT (true), `left_at` datetime NULL, `reason` text NULL, `opportunity_id` text NOT NULL, `entered_by_id` text NULL, `gate_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `stage_entries_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `stage_entries_users_entered_by` FOREIGN KEY (`entered_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `stage_entries_gates_gate` FOREIGN KEY (`gate_id`) REFERENCES `gates` (`id`) ON DELETE SET NULL);
-- copy rows from old table "stage_entries" to new temporary table "new_stage_entries"
INSERT INTO `new_stage_entries` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `position`, `stage`, `direction`, `entered_at`, `dated`, `left_at`, `reason`, `opportunity_id`, `entered_by_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `position`, `stage`, `direction`, `entered_at`, `dated`, `left_at`, `reason`, `opportunity_id`, `entered_by_id` FROM `stage_entries`;
-- drop "stage_entries" table after copying rows
DROP TABLE `stage_entries`;
-- rename temporary table "new_stage_entries" to "stage_entries"
ALTER TABLE `new_stage_entries` RENAME TO `stage_entries`;
-- create index "stageentry_created_at_id" to table: "stage_entries"
CREATE INDEX `stageentry_created_at_id` ON `stage_entries` (`created_at`, `id`);
-- create index "stageentry_opportunity_id_position" to table: "stage_entries"
CREATE UNIQUE INDEX `stageentry_opportunity_id_position` ON `stage_entries` (`opportunity_id`, `position`);
-- create index "stageentry_stage_entered_at" to table: "stage_entries"
CREATE INDEX `stageentry_stage_entered_at` ON `stage_entries` (`stage`, `entered_at`);
-- create index "stageentry_gate_id" to table: "stage_entries"
CREATE INDEX `stageentry_gate_id` ON `stage_entries` (`gate_id`);
-- create "new_users" table
CREATE TABLE `new_users` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `email` text NULL, `role` text NOT NULL DEFAULT ('SALES'), `password_hash` text NULL, `failed_sign_ins` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `active` bool NOT NULL DEFAULT (true), `region` text NULL, `language` text NOT NULL DEFAULT ('zh'), `department` text NULL, `weekly_hours` integer NOT NULL DEFAULT (40), `notifying` json NULL, `team_id` text NULL, `manager_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `users_teams_members` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE SET NULL, CONSTRAINT `users_users_reports` FOREIGN KEY (`manager_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "users" to new temporary table "new_users"
INSERT INTO `new_users` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `name`, `email`, `role`, `password_hash`, `failed_sign_ins`, `locked_until`, `active`, `region`, `language`, `team_id`, `manager_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `external_refs`, `name`, `email`, `role`, `password_hash`, `failed_sign_ins`, `locked_until`, `active`, `region`, `language`, `team_id`, `manager_id` FROM `users`;
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
-- create "acceptances" table
CREATE TABLE `acceptances` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('FINAL'), `status` text NOT NULL DEFAULT ('PLANNED'), `planned_for` datetime NULL, `first_requested_at` datetime NULL, `requested_at` datetime NULL, `requests` integer NOT NULL DEFAULT (0), `signed_at` datetime NULL, `signed_by` text NULL, `summary` text NULL, `project_id` text NOT NULL, `opportunity_id` text NOT NULL, `requested_by_id` text NULL, `decided_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `acceptances_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE CASCADE, CONSTRAINT `acceptances_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `acceptances_users_requested_by` FOREIGN KEY (`requested_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `acceptances_users_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "acceptance_created_at_id" to table: "acceptances"
CREATE INDEX `acceptance_created_at_id` ON `acceptances` (`created_at`, `id`);
-- create index "acceptance_project_id" to table: "acceptances"
CREATE INDEX `acceptance_project_id` ON `acceptances` (`project_id`);
-- create index "acceptance_opportunity_id" to table: "acceptances"
CREATE INDEX `acceptance_opportunity_id` ON `acceptances` (`opportunity_id`);
-- create index "acceptance_requested_by_id" to table: "acceptances"
CREATE INDEX `acceptance_requested_by_id` ON `acceptances` (`requested_by_id`);
-- create index "acceptance_decided_by_id" to table: "acceptances"
CREATE INDEX `acceptance_decided_by_id` ON `acceptances` (`decided_by_id`);
-- create "acceptance_criteria" table
CREATE TABLE `acceptance_criteria` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `text` text NOT NULL, `result` text NOT NULL DEFAULT ('OPEN'), `evidence` text NULL, `acceptance_id` text NOT NULL, `requirement_id` text NULL, `commitment_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `acceptance_criteria_acceptances_acceptance` FOREIGN KEY (`acceptance_id`) REFERENCES `acceptances` (`id`) ON DELETE CASCADE, CONSTRAINT `acceptance_criteria_requirements_requirement` FOREIGN KEY (`requirement_id`) REFERENCES `requirements` (`id`) ON DELETE SET NULL, CONSTRAINT `acceptance_criteria_commitments_commitment` FOREIGN KEY (`commitment_id`) REFERENCES `commitments` (`id`) ON DELETE SET NULL);
-- create index "acceptancecriterion_created_at_id" to table: "acceptance_criteria"
CREATE INDEX `acceptancecriterion_created_at_id` ON `acceptance_criteria` (`created_at`, `id`);
-- create index "acceptancecriterion_acceptance_id" to table: "acceptance_criteria"
CREATE INDEX `acceptancecriterion_acceptance_id` ON `acceptance_criteria` (`acceptance_id`);
-- create index "acceptancecriterion_requirement_id" to table: "acceptance_criteria"
CREATE INDEX `acceptancecriterion_requirement_id` ON `acceptance_criteria` (`requirement_id`);
-- create index "acceptancecriterion_commitment_id" to table: "acceptance_criteria"
CREATE INDEX `acceptancecriterion_commitment_id` ON `acceptance_criteria` (`commitment_id`);
-- create "approvals" table
CREATE TABLE `approvals` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `subject_id` text NOT NULL, `type` text NOT NULL, `amount` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `percent` integer NULL, `required_role` text NULL, `status` text NOT NULL DEFAULT ('REQUESTED'), `reason` text NULL, `decided_at` datetime NULL, `comment` text NULL, `opportunity_id` text NULL, `requested_by_id` text NULL, `decided_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `approvals_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `approvals_users_requested_by` FOREIGN KEY (`requested_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `approvals_users_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "approval_created_at_id" to table: "approvals"
CREATE INDEX `approval_created_at_id` ON `approvals` (`created_at`, `id`);
-- create index "approval_subject_id" to table: "approvals"
CREATE INDEX `approval_subject_id` ON `approvals` (`subject_id`);
-- create index "approval_opportunity_id" to table: "approvals"
CREATE INDEX `approval_opportunity_id` ON `approvals` (`opportunity_id`);
-- create index "approval_status_required_role" to table: "approvals"
CREATE INDEX `approval_status_required_role` ON `approvals` (`status`, `required_role`);
-- create index "approval_requested_by_id" to table: "approvals"
CREATE INDEX `approval_requested_by_id` ON `approvals` (`requested_by_id`);
-- create index "approval_decided_by_id" to table: "approvals"
CREATE INDEX `approval_decided_by_id` ON `approvals` (`decided_by_id`);
-- create "authority_rules" table
CREATE TABLE `authority_rules` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `type` text NOT NULL, `role` text NOT NULL, `limit_amount` integer NULL, `limit_percent` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), PRIMARY KEY (`id`));
-- create index "authorityrule_created_at_id" to table: "authority_rules"
CREATE INDEX `authorityrule_created_at_id` ON `authority_rules` (`created_at`, `id`);
-- create index "authorityrule_type_role" to table: "authority_rules"
CREATE UNIQUE INDEX `authorityrule_type_role` ON `authority_rules` (`type`, `role`);
-- create "bid_checklist_items" table
CREATE TABLE `bid_checklist_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `code` text NOT NULL, `legal_basis` text NULL, `severity` text NOT NULL DEFAULT ('FATAL'), `state` text NOT NULL DEFAULT ('OPEN'), `evidence` text NULL, `done_at` datetime NULL, `proposal_id` text NOT NULL, `done_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `bid_checklist_items_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE, CONSTRAINT `bid_checklist_items_users_done_by` FOREIGN KEY (`done_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "bidchecklistitem_created_at_id" to table: "bid_checklist_items"
CREATE INDEX `bidchecklistitem_created_at_id` ON `bid_checklist_items` (`created_at`, `id`);
-- create index "bidchecklistitem_proposal_id_code" to table: "bid_checklist_items"
CREATE UNIQUE INDEX `bidchecklistitem_proposal_id_code` ON `bid_checklist_items` (`proposal_id`, `code`);
-- create index "bidchecklistitem_done_by_id" to table: "bid_checklist_items"
CREATE INDEX `bidchecklistitem_done_by_id` ON `bid_checklist_items` (`done_by_id`);
-- create "calendar_days" table
CREATE TABLE `calendar_days` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `calendar` text NOT NULL, `day` datetime NOT NULL, `kind` text NOT NULL DEFAULT ('HOLIDAY'), `label` text NULL, PRIMARY KEY (`id`));
-- create index "calendarday_created_at_id" to table: "calendar_days"
CREATE INDEX `calendarday_created_at_id` ON `calendar_days` (`created_at`, `id`);
-- create index "calendarday_calendar_day" to table: "calendar_days"
CREATE UNIQUE INDEX `calendarday_calendar_day` ON `calendar_days` (`calendar`, `day`);
-- create "certificates" table
CREATE TABLE `certificates` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `tags` json NULL, `kind` text NOT NULL DEFAULT ('QUALIFICATION'), `name` text NOT NULL, `number` text NULL, `holder` text NULL, `issuer` text NULL, `issued_on` datetime NULL, `expires_on` datetime NULL, `notes` text NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `certificates_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "certificate_created_at_id" to table: "certificates"
CREATE INDEX `certificate_created_at_id` ON `certificates` (`created_at`, `id`);
-- create index "certificate_name_id" to table: "certificates"
CREATE INDEX `certificate_name_id` ON `certificates` (`name`, `id`);
-- create index "certificate_expires_on" to table: "certificates"
CREATE INDEX `certificate_expires_on` ON `certificates` (`expires_on`);
-- create index "certificate_owner_id" to table: "certificates"
CREATE INDEX `certificate_owner_id` ON `certificates` (`owner_id`);
-- create "change_requests" table
CREATE TABLE `change_requests` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `number` integer NOT NULL, `title` text NOT NULL, `description` text NULL, `requested_by` text NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `cost_impact` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `days_impact` integer NULL, `advice` text NULL, `decided_at` datetime NULL, `reason` text NULL, `implemented_at` datetime NULL, `project_id` text NOT NULL, `opportunity_id` text NOT NULL, `requirement_id` text NULL, `commitment_id` text NULL, `assessed_by_id` text NULL, `decided_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `change_requests_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE CASCADE, CONSTRAINT `change_requests_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `change_requests_requirements_requirement` FOREIGN KEY (`requirement_id`) REFERENCES `requirements` (`id`) ON DELETE SET NULL, CONSTRAINT `change_requests_commitments_commitment` FOREIGN KEY (`commitment_id`) REFERENCES `commitments` (`id`) ON DELETE SET NULL, CONSTRAINT `change_requests_users_assessed_by` FOREIGN KEY (`assessed_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `change_requests_users_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "changerequest_created_at_id" to table: "change_requests"
CREATE INDEX `changerequest_created_at_id` ON `change_requests` (`created_at`, `id`);
-- create index "changerequest_project_id_number" to table: "change_requests"
CREATE UNIQUE INDEX `changerequest_project_id_number` ON `change_requests` (`project_id`, `number`);
-- create index "changerequest_opportunity_id" to table: "change_requests"
CREATE INDEX `changerequest_opportunity_id` ON `change_requests` (`opportunity_id`);
-- create index "changerequest_requirement_id" to table: "change_requests"
CREATE INDEX `changerequest_requirement_id` ON `change_requests` (`requirement_id`);
-- create index "changerequest_commitment_id" to table: "change_requests"
CREATE INDEX `changerequest_commitment_id` ON `change_requests` (`commitment_id`);
-- create index "changerequest_assessed_by_id" to table: "change_requests"
CREATE INDEX `changerequest_assessed_by_id` ON `change_requests` (`assessed_by_id`);
-- create index "changerequest_decided_by_id" to table: "change_requests"
CREATE INDEX `changerequest_decided_by_id` ON `change_requests` (`decided_by_id`);
-- create "citations" table
CREATE TABLE `citations` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `purpose` text NULL, `proposal_id` text NOT NULL, `certificate_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `citations_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE, CONSTRAINT `citations_certificates_certificate` FOREIGN KEY (`certificate_id`) REFERENCES `certificates` (`id`) ON DELETE CASCADE);
-- create index "citation_created_at_id" to table: "citations"
CREATE INDEX `citation_created_at_id` ON `citations` (`created_at`, `id`);
-- create index "citation_proposal_id_certificate_id" to table: "citations"
CREATE UNIQUE INDEX `citation_proposal_id_certificate_id` ON `citations` (`proposal_id`, `certificate_id`);
-- create index "citation_certificate_id" to table: "citations"
CREATE INDEX `citation_certificate_id` ON `citations` (`certificate_id`);
-- create "clarifications" table
CREATE TABLE `clarifications` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('ADDENDUM'), `number` text NULL, `issued_at` datetime NOT NULL, `text` text NOT NULL, `new_deadline` datetime NULL, `previous_deadline` datetime NULL, `acknowledged_at` datetime NULL, `answer` text NULL, `answered_at` datetime NULL, `opportunity_id` text NOT NULL, `acknowledged_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `clarifications_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `clarifications_users_acknowledged_by` FOREIGN KEY (`acknowledged_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "clarification_created_at_id" to table: "clarifications"
CREATE INDEX `clarification_created_at_id` ON `clarifications` (`created_at`, `id`);
-- create index "clarification_opportunity_id_issued_at" to table: "clarifications"
CREATE INDEX `clarification_opportunity_id_issued_at` ON `clarifications` (`opportunity_id`, `issued_at`);
-- create index "clarification_acknowledged_by_id" to table: "clarifications"
CREATE INDEX `clarification_acknowledged_by_id` ON `clarifications` (`acknowledged_by_id`);
-- create "comments" table
CREATE TABLE `comments` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `subject_id` text NOT NULL, `body` text NOT NULL, `mentions` json NULL, `opportunity_id` text NULL, `author_id` text NULL, `reply_to_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `comments_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `comments_users_author` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `comments_comments_replies` FOREIGN KEY (`reply_to_id`) REFERENCES `comments` (`id`) ON DELETE SET NULL);
-- create index "comment_created_at_id" to table: "comments"
CREATE INDEX `comment_created_at_id` ON `comments` (`created_at`, `id`);
-- create index "comment_subject_id" to table: "comments"
CREATE INDEX `comment_subject_id` ON `comments` (`subject_id`);
-- create index "comment_opportunity_id" to table: "comments"
CREATE INDEX `comment_opportunity_id` ON `comments` (`opportunity_id`);
-- create index "comment_author_id" to table: "comments"
CREATE INDEX `comment_author_id` ON `comments` (`author_id`);
-- create index "comment_reply_to_id" to table: "comments"
CREATE INDEX `comment_reply_to_id` ON `comments` (`reply_to_id`);
-- create "commercial_terms" table
CREATE TABLE `commercial_terms` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('PAYMENT'), `title` text NOT NULL, `offered` text NULL, `asked` text NULL, `agreed` text NULL, `cost_impact` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `cash_days` integer NOT NULL DEFAULT (0), `risk_score` integer NOT NULL DEFAULT (0), `decision` text NOT NULL DEFAULT ('OPEN'), `note` text NULL, `decided_at` datetime NULL, `opportunity_id` text NOT NULL, `decided_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `commercial_terms_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `commercial_terms_users_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "commercialterm_created_at_id" to table: "commercial_terms"
CREATE INDEX `commercialterm_created_at_id` ON `commercial_terms` (`created_at`, `id`);
-- create index "commercialterm_opportunity_id" to table: "commercial_terms"
CREATE INDEX `commercialterm_opportunity_id` ON `commercial_terms` (`opportunity_id`);
-- create index "commercialterm_decided_by_id" to table: "commercial_terms"
CREATE INDEX `commercialterm_decided_by_id` ON `commercial_terms` (`decided_by_id`);
-- create "commitments" table
CREATE TABLE `commitments` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `text` text NOT NULL, `kind` text NOT NULL DEFAULT ('FUNCTION'), `status` text NOT NULL DEFAULT ('PROPOSED'), `unauthorised` bool NOT NULL DEFAULT (false), `made_at` datetime NULL, `source_id` text NULL, `source_note` text NULL, `contract_clause` text NULL, `due_on` datetime NULL, `evidence` text NULL, `closed_at` datetime NULL, `opportunity_id` text NOT NULL, `made_by_id` text NULL, `made_to_id` text NULL, `approval_id` text NULL, `term_id` text NULL, `contract_id` text NULL, `handover_id` text NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `commitments_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `commitments_users_made_by` FOREIGN KEY (`made_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `commitments_contacts_made_to` FOREIGN KEY (`made_to_id`) REFERENCES `contacts` (`id`) ON DELETE SET NULL, CONSTRAINT `commitments_approvals_approval` FOREIGN KEY (`approval_id`) REFERENCES `approvals` (`id`) ON DELETE SET NULL, CONSTRAINT `commitments_commercial_terms_term` FOREIGN KEY (`term_id`) REFERENCES `commercial_terms` (`id`) ON DELETE SET NULL, CONSTRAINT `commitments_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE SET NULL, CONSTRAINT `commitments_handovers_handover` FOREIGN KEY (`handover_id`) REFERENCES `handovers` (`id`) ON DELETE SET NULL, CONSTRAINT `commitments_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "commitment_created_at_id" to table: "commitments"
CREATE INDEX `commitment_created_at_id` ON `commitments` (`created_at`, `id`);
-- create index "commitment_opportunity_id_status" to table: "commitments"
CREATE INDEX `commitment_opportunity_id_status` ON `commitments` (`opportunity_id`, `status`);
-- create index "commitment_made_by_id" to table: "commitments"
CREATE INDEX `commitment_made_by_id` ON `commitments` (`made_by_id`);
-- create index "commitment_made_to_id" to table: "commitments"
CREATE INDEX `commitment_made_to_id` ON `commitments` (`made_to_id`);
-- create index "commitment_approval_id" to table: "commitments"
CREATE INDEX `commitment_approval_id` ON `commitments` (`approval_id`);
-- create index "commitment_term_id" to table: "commitments"
CREATE INDEX `commitment_term_id` ON `commitments` (`term_id`);
-- create index "commitment_contract_id" to table: "commitments"
CREATE INDEX `commitment_contract_id` ON `commitments` (`contract_id`);
-- create index "commitment_handover_id" to table: "commitments"
CREATE INDEX `commitment_handover_id` ON `commitments` (`handover_id`);
-- create index "commitment_owner_id_due_on" to table: "commitments"
CREATE INDEX `commitment_owner_id_due_on` ON `commitments` (`owner_id`, `due_on`);
-- create "competitors" table
CREATE TABLE `competitors` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `name` text NOT NULL, `incumbent` bool NOT NULL DEFAULT (false), `threat` integer NOT NULL DEFAULT (3), `strengths` text NULL, `weaknesses` text NULL, `price_estimate` integer NULL, `won` bool NOT NULL DEFAULT (false), `opportunity_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `competitors_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE);
-- create index "competitor_created_at_id" to table: "competitors"
CREATE INDEX `competitor_created_at_id` ON `competitors` (`created_at`, `id`);
-- create index "competitor_opportunity_id" to table: "competitors"
CREATE INDEX `competitor_opportunity_id` ON `competitors` (`opportunity_id`);
-- create "compliance_items" table
CREATE TABLE `compliance_items` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `response` text NOT NULL DEFAULT ('UNANSWERED'), `deviation` text NULL, `proposal_id` text NOT NULL, `requirement_id` text NOT NULL, `section_id` text NULL, `approval_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `compliance_items_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE, CONSTRAINT `compliance_items_requirements_requirement` FOREIGN KEY (`requirement_id`) REFERENCES `requirements` (`id`) ON DELETE CASCADE, CONSTRAINT `compliance_items_proposal_sections_section` FOREIGN KEY (`section_id`) REFERENCES `proposal_sections` (`id`) ON DELETE SET NULL, CONSTRAINT `compliance_items_approvals_approval` FOREIGN KEY (`approval_id`) REFERENCES `approvals` (`id`) ON DELETE SET NULL);
-- create index "complianceitem_created_at_id" to table: "compliance_items"
CREATE INDEX `complianceitem_created_at_id` ON `compliance_items` (`created_at`, `id`);
-- create index "complianceitem_proposal_id_requirement_id" to table: "compliance_items"
CREATE UNIQUE INDEX `complianceitem_proposal_id_requirement_id` ON `compliance_items` (`proposal_id`, `requirement_id`);
-- create index "complianceitem_requirement_id" to table: "compliance_items"
CREATE INDEX `complianceitem_requirement_id` ON `compliance_items` (`requirement_id`);
-- create index "complianceitem_section_id" to table: "compliance_items"
CREATE INDEX `complianceitem_section_id` ON `compliance_items` (`section_id`);
-- create index "complianceitem_approval_id" to table: "compliance_items"
CREATE INDEX `complianceitem_approval_id` ON `compliance_items` (`approval_id`);
-- create "contracts" table
CREATE TABLE `contracts` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `number` text NULL, `title` text NOT NULL, `amount` integer NOT NULL DEFAULT (0), `currency` text NOT NULL DEFAULT ('CNY'), `status` text NOT NULL DEFAULT ('DRAFT'), `payment_plan` json NULL, `signed_at` datetime NULL, `starts_on` datetime NULL, `ends_on` datetime NULL, `terms` text NULL, `opportunity_id` text NOT NULL, `proposal_id` text NULL, `signed_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `contracts_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `contracts_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE SET NULL, CONSTRAINT `contracts_users_signed_by` FOREIGN KEY (`signed_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "contracts_number_key" to table: "contracts"
CREATE UNIQUE INDEX `contracts_number_key` ON `contracts` (`number`);
-- create index "contract_created_at_id" to table: "contracts"
CREATE INDEX `contract_created_at_id` ON `contracts` (`created_at`, `id`);
-- create index "contract_opportunity_id" to table: "contracts"
CREATE INDEX `contract_opportunity_id` ON `contracts` (`opportunity_id`);
-- create index "contract_proposal_id" to table: "contracts"
CREATE INDEX `contract_proposal_id` ON `contracts` (`proposal_id`);
-- create index "contract_signed_by_id" to table: "contracts"
CREATE INDEX `contract_signed_by_id` ON `contracts` (`signed_by_id`);
-- create "exchange_rates" table
CREATE TABLE `exchange_rates` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `currency` text NOT NULL, `day` datetime NOT NULL, `rate` real NOT NULL, `source` text NULL, PRIMARY KEY (`id`));
-- create index "exchangerate_created_at_id" to table: "exchange_rates"
CREATE INDEX `exchangerate_created_at_id` ON `exchange_rates` (`created_at`, `id`);
-- create index "exchangerate_currency_day" to table: "exchange_rates"
CREATE UNIQUE INDEX `exchangerate_currency_day` ON `exchange_rates` (`currency`, `day`);
-- create "findings" table
CREATE TABLE `findings` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `severity` text NOT NULL DEFAULT ('MINOR'), `text` text NOT NULL, `due_at` datetime NULL, `status` text NOT NULL DEFAULT ('OPEN'), `resolution` text NULL, `resolved_at` datetime NULL, `verified_at` datetime NULL, `review_id` text NULL, `acceptance_id` text NULL, `opportunity_id` text NOT NULL, `section_id` text NULL, `owner_id` text NULL, `verified_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `findings_reviews_review` FOREIGN KEY (`review_id`) REFERENCES `reviews` (`id`) ON DELETE SET NULL, CONSTRAINT `findings_acceptances_acceptance` FOREIGN KEY (`acceptance_id`) REFERENCES `acceptances` (`id`) ON DELETE SET NULL, CONSTRAINT `findings_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `findings_proposal_sections_section` FOREIGN KEY (`section_id`) REFERENCES `proposal_sections` (`id`) ON DELETE SET NULL, CONSTRAINT `findings_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `findings_users_verified_by` FOREIGN KEY (`verified_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "finding_created_at_id" to table: "findings"
CREATE INDEX `finding_created_at_id` ON `findings` (`created_at`, `id`);
-- create index "finding_review_id" to table: "findings"
CREATE INDEX `finding_review_id` ON `findings` (`review_id`);
-- create index "finding_acceptance_id" to table: "findings"
CREATE INDEX `finding_acceptance_id` ON `findings` (`acceptance_id`);
-- create index "finding_opportunity_id" to table: "findings"
CREATE INDEX `finding_opportunity_id` ON `findings` (`opportunity_id`);
-- create index "finding_section_id" to table: "findings"
CREATE INDEX `finding_section_id` ON `findings` (`section_id`);
-- create index "finding_owner_id_status" to table: "findings"
CREATE INDEX `finding_owner_id_status` ON `findings` (`owner_id`, `status`);
-- create index "finding_verified_by_id" to table: "findings"
CREATE INDEX `finding_verified_by_id` ON `findings` (`verified_by_id`);
-- create "gates" table
CREATE TABLE `gates` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL, `stage` text NOT NULL, `attempt` integer NOT NULL DEFAULT (1), `status` text NOT NULL DEFAULT ('NOT_STARTED'), `scheduled_for` datetime NULL, `checklist` json NULL, `decision` text NULL, `reason` text NULL, `deciders` json NULL, `decided_at` datetime NULL, `defer_until` datetime NULL, `tailored_how` text NULL, `tailored_reason` text NULL, `opportunity_id` text NOT NULL, `tailored_by_id` text NULL, `approval_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `gates_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `gates_users_tailored_by` FOREIGN KEY (`tailored_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `gates_approvals_approval` FOREIGN KEY (`approval_id`) REFERENCES `approvals` (`id`) ON DELETE SET NULL);
-- create index "gate_created_at_id" to table: "gates"
CREATE INDEX `gate_created_at_id` ON `gates` (`created_at`, `id`);
-- create index "gate_opportunity_id_kind_attempt" to table: "gates"
CREATE UNIQUE INDEX `gate_opportunity_id_kind_attempt` ON `gates` (`opportunity_id`, `kind`, `attempt`);
-- create index "gate_status_scheduled_for" to table: "gates"
CREATE INDEX `gate_status_scheduled_for` ON `gates` (`status`, `scheduled_for`);
-- create index "gate_approval_id" to table: "gates"
CREATE INDEX `gate_approval_id` ON `gates` (`approval_id`);
-- create index "gate_tailored_by_id" to table: "gates"
CREATE INDEX `gate_tailored_by_id` ON `gates` (`tailored_by_id`);
-- create "handovers" table
CREATE TABLE `handovers` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `parts` json NULL, `responsibilities` text NULL, `meeting_at` datetime NULL, `submitted_at` datetime NULL, `returns` integer NOT NULL DEFAULT (0), `return_reason` text NULL, `accepted_at` datetime NULL, `opportunity_id` text NOT NULL, `contract_id` text NULL, `prepared_by_id` text NULL, `accepted_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `handovers_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `handovers_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE SET NULL, CONSTRAINT `handovers_users_prepared_by` FOREIGN KEY (`prepared_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `handovers_users_accepted_by` FOREIGN KEY (`accepted_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "handover_created_at_id" to table: "handovers"
CREATE INDEX `handover_created_at_id` ON `handovers` (`created_at`, `id`);
-- create index "handover_opportunity_id" to table: "handovers"
CREATE INDEX `handover_opportunity_id` ON `handovers` (`opportunity_id`);
-- create index "handover_contract_id" to table: "handovers"
CREATE INDEX `handover_contract_id` ON `handovers` (`contract_id`);
-- create index "handover_prepared_by_id" to table: "handovers"
CREATE INDEX `handover_prepared_by_id` ON `handovers` (`prepared_by_id`);
-- create index "handover_accepted_by_id" to table: "handovers"
CREATE INDEX `handover_accepted_by_id` ON `handovers` (`accepted_by_id`);
-- create "leads" table
CREATE TABLE `leads` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `source` text NOT NULL DEFAULT ('OTHER'), `channel` text NULL, `company` text NOT NULL, `credit_code` text NULL, `contact_name` text NULL, `phone` text NULL, `email` text NULL, `text` text NULL, `status` text NOT NULL DEFAULT ('NEW'), `received_at` datetime NOT NULL, `respond_by` datetime NULL, `first_response_at` datetime NULL, `pool` text NULL, `disqualify_reason` text NULL, `owner_id` text NULL, `customer_id` text NULL, `opportunity_id` text NULL, `merged_into_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `leads_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `leads_customers_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE SET NULL, CONSTRAINT `leads_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `leads_leads_duplicates` FOREIGN KEY (`merged_into_id`) REFERENCES `leads` (`id`) ON DELETE SET NULL);
-- create index "lead_created_at_id" to table: "leads"
CREATE INDEX `lead_created_at_id` ON `leads` (`created_at`, `id`);
-- create index "lead_status_received_at" to table: "leads"
CREATE INDEX `lead_status_received_at` ON `leads` (`status`, `received_at`);
-- create index "lead_received_at_id" to table: "leads"
CREATE INDEX `lead_received_at_id` ON `leads` (`received_at`, `id`);
-- create index "lead_company_id" to table: "leads"
CREATE INDEX `lead_company_id` ON `leads` (`company`, `id`);
-- create index "lead_credit_code" to table: "leads"
CREATE INDEX `lead_credit_code` ON `leads` (`credit_code`);
-- create index "lead_phone" to table: "leads"
CREATE INDEX `lead_phone` ON `leads` (`phone`);
-- create index "lead_owner_id" to table: "leads"
CREATE INDEX `lead_owner_id` ON `leads` (`owner_id`);
-- create index "lead_customer_id" to table: "leads"
CREATE INDEX `lead_customer_id` ON `leads` (`customer_id`);
-- create index "lead_opportunity_id" to table: "leads"
CREATE INDEX `lead_opportunity_id` ON `leads` (`opportunity_id`);
-- create index "lead_merged_into_id" to table: "leads"
CREATE INDEX `lead_merged_into_id` ON `leads` (`merged_into_id`);
-- create "lesson_exposures" table
CREATE TABLE `lesson_exposures` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `rank` integer NOT NULL, `score` real NOT NULL, `response` text NULL, `reason` text NULL, `answered_at` datetime NULL, `gate_id` text NOT NULL, `lesson_id` text NOT NULL, `opportunity_id` text NOT NULL, `answered_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `lesson_exposures_gates_gate` FOREIGN KEY (`gate_id`) REFERENCES `gates` (`id`) ON DELETE CASCADE, CONSTRAINT `lesson_exposures_lessons_lesson` FOREIGN KEY (`lesson_id`) REFERENCES `lessons` (`id`) ON DELETE CASCADE, CONSTRAINT `lesson_exposures_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `lesson_exposures_users_answered_by` FOREIGN KEY (`answered_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "lessonexposure_created_at_id" to table: "lesson_exposures"
CREATE INDEX `lessonexposure_created_at_id` ON `lesson_exposures` (`created_at`, `id`);
-- create index "lessonexposure_gate_id_lesson_id" to table: "lesson_exposures"
CREATE UNIQUE INDEX `lessonexposure_gate_id_lesson_id` ON `lesson_exposures` (`gate_id`, `lesson_id`);
-- create index "lessonexposure_lesson_id" to table: "lesson_exposures"
CREATE INDEX `lessonexposure_lesson_id` ON `lesson_exposures` (`lesson_id`);
-- create index "lessonexposure_opportunity_id" to table: "lesson_exposures"
CREATE INDEX `lessonexposure_opportunity_id` ON `lesson_exposures` (`opportunity_id`);
-- create index "lessonexposure_answered_by_id" to table: "lesson_exposures"
CREATE INDEX `lessonexposure_answered_by_id` ON `lesson_exposures` (`answered_by_id`);
-- create "notifications" table
CREATE TABLE `notifications` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('MENTION'), `subject_id` text NOT NULL, `title` text NULL, `read_at` datetime NULL, `mailed_at` datetime NULL, `digest` text NULL, `user_id` text NOT NULL, `actor_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `notifications_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, CONSTRAINT `notifications_users_actor` FOREIGN KEY (`actor_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "notification_created_at_id" to table: "notifications"
CREATE INDEX `notification_created_at_id` ON `notifications` (`created_at`, `id`);
-- create index "notification_user_id_read_at" to table: "notifications"
CREATE INDEX `notification_user_id_read_at` ON `notifications` (`user_id`, `read_at`);
-- create index "notification_actor_id" to table: "notifications"
CREATE INDEX `notification_actor_id` ON `notifications` (`actor_id`);
-- create index "notification_user_id_digest" to table: "notifications"
CREATE UNIQUE INDEX `notification_user_id_digest` ON `notifications` (`user_id`, `digest`);
-- create "process_templates" table
CREATE TABLE `process_templates` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `code` text NOT NULL, `number` integer NOT NULL, `name` text NOT NULL, `name_en` text NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `definition` json NULL, `note` text NULL, `published_at` datetime NULL, `published_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `process_templates_users_published_by` FOREIGN KEY (`published_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "processtemplate_created_at_id" to table: "process_templates"
CREATE INDEX `processtemplate_created_at_id` ON `process_templates` (`created_at`, `id`);
-- create index "processtemplate_code_number" to table: "process_templates"
CREATE UNIQUE INDEX `processtemplate_code_number` ON `process_templates` (`code`, `number`);
-- create index "processtemplate_status" to table: "process_templates"
CREATE INDEX `processtemplate_status` ON `process_templates` (`status`);
-- create "projects" table
CREATE TABLE `projects` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `external_refs` json NULL, `name` text NOT NULL, `status` text NOT NULL DEFAULT ('PLANNED'), `starts_on` datetime NULL, `ends_on` datetime NULL, `closed_at` datetime NULL, `opportunity_id` text NOT NULL, `contract_id` text NULL, `manager_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `projects_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `projects_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE SET NULL, CONSTRAINT `projects_users_manager` FOREIGN KEY (`manager_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "project_created_at_id" to table: "projects"
CREATE INDEX `project_created_at_id` ON `projects` (`created_at`, `id`);
-- create index "project_opportunity_id" to table: "projects"
CREATE INDEX `project_opportunity_id` ON `projects` (`opportunity_id`);
-- create index "project_contract_id" to table: "projects"
CREATE INDEX `project_contract_id` ON `projects` (`contract_id`);
-- create index "project_manager_id" to table: "projects"
CREATE INDEX `project_manager_id` ON `projects` (`manager_id`);
-- create index "project_name_id" to table: "projects"
CREATE INDEX `project_name_id` ON `projects` (`name`, `id`);
-- create "qualifications" table
CREATE TABLE `qualifications` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `items` json NULL, `total` integer NOT NULL DEFAULT (0), `vetoed` bool NOT NULL DEFAULT (false), `advice` text NOT NULL DEFAULT ('DISCUSS'), `decision` text NULL, `decided_at` datetime NULL, `deciders` json NULL, `reason` text NULL, `override_reason` text NULL, `opportunity_id` text NOT NULL, `template_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `qualifications_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `qualifications_process_templates_template` FOREIGN KEY (`template_id`) REFERENCES `process_templates` (`id`) ON DELETE SET NULL);
-- create index "qualification_created_at_id" to table: "qualifications"
CREATE INDEX `qualification_created_at_id` ON `qualifications` (`created_at`, `id`);
-- create index "qualification_opportunity_id_created_at" to table: "qualifications"
CREATE INDEX `qualification_opportunity_id_created_at` ON `qualifications` (`opportunity_id`, `created_at`);
-- create index "qualification_template_id" to table: "qualifications"
CREATE INDEX `qualification_template_id` ON `qualifications` (`template_id`);
-- create "questions" table
CREATE TABLE `questions` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `asked_by` text NULL, `question` text NOT NULL, `answer` text NULL, `answered_at` datetime NULL, `follow_up` bool NOT NULL DEFAULT (false), `opportunity_id` text NOT NULL, `activity_id` text NULL, `handover_id` text NULL, `answered_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `questions_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `questions_activities_activity` FOREIGN KEY (`activity_id`) REFERENCES `activities` (`id`) ON DELETE SET NULL, CONSTRAINT `questions_handovers_handover` FOREIGN KEY (`handover_id`) REFERENCES `handovers` (`id`) ON DELETE SET NULL, CONSTRAINT `questions_users_answered_by` FOREIGN KEY (`answered_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "question_created_at_id" to table: "questions"
CREATE INDEX `question_created_at_id` ON `questions` (`created_at`, `id`);
-- create index "question_opportunity_id" to table: "questions"
CREATE INDEX `question_opportunity_id` ON `questions` (`opportunity_id`);
-- create index "question_activity_id" to table: "questions"
CREATE INDEX `question_activity_id` ON `questions` (`activity_id`);
-- create index "question_handover_id" to table: "questions"
CREATE INDEX `question_handover_id` ON `questions` (`handover_id`);
-- create index "question_answered_by_id" to table: "questions"
CREATE INDEX `question_answered_by_id` ON `questions` (`answered_by_id`);
-- create "requirements" table
CREATE TABLE `requirements` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `number` integer NULL, `text` text NOT NULL, `text_en` text NULL, `source` text NOT NULL DEFAULT ('OTHER'), `source_ref` text NULL, `category` text NOT NULL DEFAULT ('FUNCTION'), `priority` text NOT NULL DEFAULT ('MUST'), `mandatory` bool NOT NULL DEFAULT (false), `success_criterion` text NULL, `score_weight` integer NOT NULL DEFAULT (0), `status` text NOT NULL DEFAULT ('DRAFT'), `opportunity_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `requirements_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE);
-- create index "requirement_created_at_id" to table: "requirements"
CREATE INDEX `requirement_created_at_id` ON `requirements` (`created_at`, `id`);
-- create index "requirement_opportunity_id_number" to table: "requirements"
CREATE INDEX `requirement_opportunity_id_number` ON `requirements` (`opportunity_id`, `number`);
-- create "reuse_edges" table
CREATE TABLE `reuse_edges` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `source_id` text NOT NULL, `source_version` integer NOT NULL, `source_hash` text NOT NULL, `mode` text NOT NULL DEFAULT ('ADAPTED'), `similarity` real NOT NULL, `section_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `reuse_edges_proposal_sections_section` FOREIGN KEY (`section_id`) REFERENCES `proposal_sections` (`id`) ON DELETE CASCADE);
-- create index "reuseedge_created_at_id" to table: "reuse_edges"
CREATE INDEX `reuseedge_created_at_id` ON `reuse_edges` (`created_at`, `id`);
-- create index "reuseedge_source_id" to table: "reuse_edges"
CREATE INDEX `reuseedge_source_id` ON `reuse_edges` (`source_id`);
-- create index "reuseedge_section_id" to table: "reuse_edges"
CREATE INDEX `reuseedge_section_id` ON `reuse_edges` (`section_id`);
-- create "reviews" table
CREATE TABLE `reviews` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `colour` text NOT NULL, `status` text NOT NULL DEFAULT ('PLANNED'), `scheduled_at` datetime NULL, `held_at` datetime NULL, `reviewers` json NULL, `verdict` text NULL, `summary` text NULL, `proposal_id` text NOT NULL, `proposal_version_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `reviews_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE, CONSTRAINT `reviews_proposal_versions_proposal_version` FOREIGN KEY (`proposal_version_id`) REFERENCES `proposal_versions` (`id`) ON DELETE SET NULL);
-- create index "review_created_at_id" to table: "reviews"
CREATE INDEX `review_created_at_id` ON `reviews` (`created_at`, `id`);
-- create index "review_proposal_id" to table: "reviews"
CREATE INDEX `review_proposal_id` ON `reviews` (`proposal_id`);
-- create index "review_proposal_version_id" to table: "reviews"
CREATE INDEX `review_proposal_version_id` ON `reviews` (`proposal_version_id`);
-- create index "review_status_scheduled_at" to table: "reviews"
CREATE INDEX `review_status_scheduled_at` ON `reviews` (`status`, `scheduled_at`);
-- create "risks" table
CREATE TABLE `risks` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `title` text NOT NULL, `description` text NULL, `probability` integer NOT NULL DEFAULT (3), `impact` integer NOT NULL DEFAULT (3), `trigger` text NULL, `warn_on` datetime NULL, `response` text NULL, `status` text NOT NULL DEFAULT ('OPEN'), `closed_at` datetime NULL, `opportunity_id` text NOT NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `risks_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `risks_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "risk_created_at_id" to table: "risks"
CREATE INDEX `risk_created_at_id` ON `risks` (`created_at`, `id`);
-- create index "risk_opportunity_id" to table: "risks"
CREATE INDEX `risk_opportunity_id` ON `risks` (`opportunity_id`);
-- create index "risk_owner_id" to table: "risks"
CREATE INDEX `risk_owner_id` ON `risks` (`owner_id`);
-- create index "risk_status_warn_on" to table: "risks"
CREATE INDEX `risk_status_warn_on` ON `risks` (`status`, `warn_on`);
-- create "support_requests" table
CREATE TABLE `support_requests` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `type` text NOT NULL DEFAULT ('OTHER'), `title` text NOT NULL, `description` text NULL, `department` text NOT NULL DEFAULT ('PRESALES'), `raci` json NULL, `status` text NOT NULL DEFAULT ('NEW'), `needed_by` datetime NULL, `respond_by` datetime NULL, `resolve_by` datetime NULL, `first_response_at` datetime NULL, `done_at` datetime NULL, `pauses` json NULL, `escalation` integer NOT NULL DEFAULT (0), `escalated_at` datetime NULL, `result` text NULL, `opportunity_id` text NULL, `requester_id` text NULL, `assignee_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `support_requests_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `support_requests_users_requester` FOREIGN KEY (`requester_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `support_requests_users_assignee` FOREIGN KEY (`assignee_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "supportrequest_created_at_id" to table: "support_requests"
CREATE INDEX `supportrequest_created_at_id` ON `support_requests` (`created_at`, `id`);
-- create index "supportrequest_opportunity_id" to table: "support_requests"
CREATE INDEX `supportrequest_opportunity_id` ON `support_requests` (`opportunity_id`);
-- create index "supportrequest_requester_id" to table: "support_requests"
CREATE INDEX `supportrequest_requester_id` ON `support_requests` (`requester_id`);
-- create index "supportrequest_assignee_id_status" to table: "support_requests"
CREATE INDEX `supportrequest_assignee_id_status` ON `support_requests` (`assignee_id`, `status`);
-- create index "supportrequest_status_respond_by" to table: "support_requests"
CREATE INDEX `supportrequest_status_respond_by` ON `support_requests` (`status`, `respond_by`);
-- create "surveys" table
CREATE TABLE `surveys` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `touchpoint` text NOT NULL DEFAULT ('ACCEPTANCE'), `language` text NOT NULL DEFAULT ('zh'), `secret_hash` blob NOT NULL, `expires_at` datetime NOT NULL, `answered_at` datetime NULL, `score` integer NULL, `recommend` integer NULL, `comment` text NULL, `opportunity_id` text NULL, `project_id` text NULL, `contact_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `surveys_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `surveys_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE SET NULL, CONSTRAINT `surveys_contacts_contact` FOREIGN KEY (`contact_id`) REFERENCES `contacts` (`id`) ON DELETE SET NULL);
-- create index "surveys_secret_hash_key" to table: "surveys"
CREATE UNIQUE INDEX `surveys_secret_hash_key` ON `surveys` (`secret_hash`);
-- create index "survey_created_at_id" to table: "surveys"
CREATE INDEX `survey_created_at_id` ON `surveys` (`created_at`, `id`);
-- create index "survey_opportunity_id" to table: "surveys"
CREATE INDEX `survey_opportunity_id` ON `surveys` (`opportunity_id`);
-- create index "survey_project_id" to table: "surveys"
CREATE INDEX `survey_project_id` ON `surveys` (`project_id`);
-- create index "survey_contact_id" to table: "surveys"
CREATE INDEX `survey_contact_id` ON `surveys` (`contact_id`);
-- create index "survey_touchpoint_answered_at" to table: "surveys"
CREATE INDEX `survey_touchpoint_answered_at` ON `surveys` (`touchpoint`, `answered_at`);
-- create "tasks" table
CREATE TABLE `tasks` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('TASK'), `title` text NOT NULL, `description` text NULL, `due_at` datetime NULL, `status` text NOT NULL DEFAULT ('TODO'), `done_at` datetime NULL, `estimate_minutes` integer NOT NULL DEFAULT (0), `opportunity_id` text NULL, `proposal_id` text NULL, `project_id` text NULL, `owner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `tasks_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `tasks_proposals_proposal` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE SET NULL, CONSTRAINT `tasks_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE SET NULL, CONSTRAINT `tasks_users_owner` FOREIGN KEY (`owner_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "task_created_at_id" to table: "tasks"
CREATE INDEX `task_created_at_id` ON `tasks` (`created_at`, `id`);
-- create index "task_opportunity_id" to table: "tasks"
CREATE INDEX `task_opportunity_id` ON `tasks` (`opportunity_id`);
-- create index "task_proposal_id" to table: "tasks"
CREATE INDEX `task_proposal_id` ON `tasks` (`proposal_id`);
-- create index "task_project_id" to table: "tasks"
CREATE INDEX `task_project_id` ON `tasks` (`project_id`);
-- create index "task_owner_id_status_due_at" to table: "tasks"
CREATE INDEX `task_owner_id_status_due_at` ON `tasks` (`owner_id`, `status`, `due_at`);
-- create "template_changes" table
CREATE TABLE `template_changes` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `template_code` text NOT NULL, `text` text NULL, `status` text NOT NULL DEFAULT ('PROPOSED'), `decided_at` datetime NULL, `reason` text NULL, `lesson_id` text NULL, `decided_by_id` text NULL, `template_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `template_changes_lessons_lesson` FOREIGN KEY (`lesson_id`) REFERENCES `lessons` (`id`) ON DELETE SET NULL, CONSTRAINT `template_changes_users_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `template_changes_process_templates_template` FOREIGN KEY (`template_id`) REFERENCES `process_templates` (`id`) ON DELETE SET NULL);
-- create index "templatechange_created_at_id" to table: "template_changes"
CREATE INDEX `templatechange_created_at_id` ON `template_changes` (`created_at`, `id`);
-- create index "templatechange_lesson_id" to table: "template_changes"
CREATE INDEX `templatechange_lesson_id` ON `template_changes` (`lesson_id`);
-- create index "templatechange_template_id" to table: "template_changes"
CREATE INDEX `templatechange_template_id` ON `template_changes` (`template_id`);
-- create index "templatechange_status" to table: "template_changes"
CREATE INDEX `templatechange_status` ON `template_changes` (`status`);
-- create "time_entries" table
CREATE TABLE `time_entries` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `day` datetime NOT NULL, `minutes` integer NOT NULL, `activity` text NULL, `user_id` text NOT NULL, `opportunity_id` text NULL, `support_request_id` text NULL, `task_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `time_entries_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, CONSTRAINT `time_entries_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `time_entries_support_requests_support_request` FOREIGN KEY (`support_request_id`) REFERENCES `support_requests` (`id`) ON DELETE SET NULL, CONSTRAINT `time_entries_tasks_task` FOREIGN KEY (`task_id`) REFERENCES `tasks` (`id`) ON DELETE SET NULL);
-- create index "timeentry_created_at_id" to table: "time_entries"
CREATE INDEX `timeentry_created_at_id` ON `time_entries` (`created_at`, `id`);
-- create index "timeentry_user_id_day" to table: "time_entries"
CREATE INDEX `timeentry_user_id_day` ON `time_entries` (`user_id`, `day`);
-- create index "timeentry_opportunity_id" to table: "time_entries"
CREATE INDEX `timeentry_opportunity_id` ON `time_entries` (`opportunity_id`);
-- create index "timeentry_support_request_id" to table: "time_entries"
CREATE INDEX `timeentry_support_request_id` ON `time_entries` (`support_request_id`);
-- create index "timeentry_task_id" to table: "time_entries"
CREATE INDEX `timeentry_task_id` ON `time_entries` (`task_id`);
-- create "win_themes" table
CREATE TABLE `win_themes` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL DEFAULT ('THEME'), `statement` text NOT NULL, `evidence` text NULL, `opportunity_id` text NOT NULL, `requirement_id` text NULL, `competitor_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `win_themes_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `win_themes_requirements_requirement` FOREIGN KEY (`requirement_id`) REFERENCES `requirements` (`id`) ON DELETE SET NULL, CONSTRAINT `win_themes_competitors_competitor` FOREIGN KEY (`competitor_id`) REFERENCES `competitors` (`id`) ON DELETE SET NULL);
-- create index "wintheme_created_at_id" to table: "win_themes"
CREATE INDEX `wintheme_created_at_id` ON `win_themes` (`created_at`, `id`);
-- create index "wintheme_opportunity_id" to table: "win_themes"
CREATE INDEX `wintheme_opportunity_id` ON `win_themes` (`opportunity_id`);
-- create index "wintheme_requirement_id" to table: "win_themes"
CREATE INDEX `wintheme_requirement_id` ON `win_themes` (`requirement_id`);
-- create index "wintheme_competitor_id" to table: "win_themes"
CREATE INDEX `wintheme_competitor_id` ON `win_themes` (`competitor_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
-- which opportunity is behind the changes made so far
UPDATE change_log SET opportunity_id = entity_id WHERE entity = 'Opportunity';
UPDATE change_log SET opportunity_id = root_id WHERE opportunity_id IS NULL AND root_id LIKE 'opp%';
UPDATE change_log SET opportunity_id = (SELECT p.opportunity_id FROM proposals p WHERE p.id = change_log.root_id) WHERE opportunity_id IS NULL AND root_id LIKE 'prp%';

-- +goose Down
-- reverse: create index "wintheme_competitor_id" to table: "win_themes"
DROP INDEX `wintheme_competitor_id`;
-- reverse: create index "wintheme_requirement_id" to table: "win_themes"
DROP INDEX `wintheme_requirement_id`;
-- reverse: create index "wintheme_opportunity_id" to table: "win_themes"
DROP INDEX `wintheme_opportunity_id`;
-- reverse: create index "wintheme_created_at_id" to table: "win_themes"
DROP INDEX `wintheme_created_at_id`;
-- reverse: create "win_themes" table
DROP TABLE `win_themes`;
-- reverse: create index "timeentry_task_id" to table: "time_entries"
DROP INDEX `timeentry_task_id`;
-- reverse: create index "timeentry_support_request_id" to table: "time_entries"
DROP INDEX `timeentry_support_request_id`;
-- reverse: create index "timeentry_opportunity_id" to table: "time_entries"
DROP INDEX `timeentry_opportunity_id`;
-- reverse: create index "timeentry_user_id_day" to table: "time_entries"
DROP INDEX `timeentry_user_id_day`;
-- reverse: create index "timeentry_created_at_id" to table: "time_entries"
DROP INDEX `timeentry_created_at_id`;
-- reverse: create "time_entries" table
DROP TABLE `time_entries`;
-- reverse: create index "templatechange_status" to table: "template_changes"
DROP INDEX `templatechange_status`;
-- reverse: create index "templatechange_template_id" to table: "template_changes"
DROP INDEX `templatechange_template_id`;
-- reverse: create index "templatechange_lesson_id" to table: "template_changes"
DROP INDEX `templatechange_lesson_id`;
-- reverse: create index "templatechange_created_at_id" to table: "template_changes"
DROP INDEX `templatechange_created_at_id`;
-- reverse: create "template_changes" table
DROP TABLE `template_changes`;
-- reverse: create index "task_owner_id_status_due_at" to table: "tasks"
DROP INDEX `task_owner_id_status_due_at`;
-- reverse: create index "task_project_id" to table: "tasks"
DROP INDEX `task_project_id`;
-- reverse: create index "task_proposal_id" to table: "tasks"
DROP INDEX `task_proposal_id`;
-- reverse: create index "task_opportunity_id" to table: "tasks"
DROP INDEX `task_opportunity_id`;
-- reverse: create index "task_created_at_id" to table: "tasks"
DROP INDEX `task_created_at_id`;
-- reverse: create "tasks" table
DROP TABLE `tasks`;
-- reverse: create index "survey_touchpoint_answered_at" to table: "surveys"
DROP INDEX `survey_touchpoint_answered_at`;
-- reverse: create index "survey_contact_id" to table: "surveys"
DROP INDEX `survey_contact_id`;
-- reverse: create index "survey_project_id" to table: "surveys"
DROP INDEX `survey_project_id`;
-- reverse: create index "survey_opportunity_id" to table: "surveys"
DROP INDEX `survey_opportunity_id`;
-- reverse: create index "survey_created_at_id" to table: "surveys"
DROP INDEX `survey_created_at_id`;
-- reverse: create index "surveys_secret_hash_key" to table: "surveys"
DROP INDEX `surveys_secret_hash_key`;
-- reverse: create "surveys" table
DROP TABLE `surveys`;
-- reverse: create index "supportrequest_status_respond_by" to table: "support_requests"
DROP INDEX `supportrequest_status_respond_by`;
-- reverse: create index "supportrequest_assignee_id_status" to table: "support_requests"
DROP INDEX `supportrequest_assignee_id_status`;
-- reverse: create index "supportrequest_requester_id" to table: "support_requests"
DROP INDEX `supportrequest_requester_id`;
-- reverse: create index "supportrequest_opportunity_id" to table: "support_requests"
DROP INDEX `supportrequest_opportunity_id`;
-- reverse: create index "supportrequest_created_at_id" to table: "support_requests"
DROP INDEX `supportrequest_created_at_id`;
-- reverse: create "support_requests" table
DROP TABLE `support_requests`;
-- reverse: create index "risk_status_warn_on" to table: "risks"
DROP INDEX `risk_status_warn_on`;
-- reverse: create index "risk_owner_id" to table: "risks"
DROP INDEX `risk_owner_id`;
-- reverse: create index "risk_opportunity_id" to table: "risks"
DROP INDEX `risk_opportunity_id`;
-- reverse: create index "risk_created_at_id" to table: "risks"
DROP INDEX `risk_created_at_id`;
-- reverse: create "risks" table
DROP TABLE `risks`;
-- reverse: create index "review_status_scheduled_at" to table: "reviews"
DROP INDEX `review_status_scheduled_at`;
-- reverse: create index "review_proposal_version_id" to table: "reviews"
DROP INDEX `review_proposal_version_id`;
-- reverse: create index "review_proposal_id" to table: "reviews"
DROP INDEX `review_proposal_id`;
-- reverse: create index "review_created_at_id" to table: "reviews"
DROP INDEX `review_created_at_id`;
-- reverse: create "reviews" table
DROP TABLE `reviews`;
-- reverse: create index "reuseedge_section_id" to table: "reuse_edges"
DROP INDEX `reuseedge_section_id`;
-- reverse: create index "reuseedge_source_id" to table: "reuse_edges"
DROP INDEX `reuseedge_source_id`;
-- reverse: create index "reuseedge_created_at_id" to table: "reuse_edges"
DROP INDEX `reuseedge_created_at_id`;
-- reverse: create "reuse_edges" table
DROP TABLE `reuse_edges`;
-- reverse: create index "requirement_opportunity_id_number" to table: "requirements"
DROP INDEX `requirement_opportunity_id_number`;
-- reverse: create index "requirement_created_at_id" to table: "requirements"
DROP INDEX `requirement_created_at_id`;
-- reverse: create "requirements" table
DROP TABLE `requirements`;
-- reverse: create index "question_answered_by_id" to table: "questions"
DROP INDEX `question_answered_by_id`;
-- reverse: create index "question_handover_id" to table: "questions"
DROP INDEX `question_handover_id`;
-- reverse: create index "question_activity_id" to table: "questions"
DROP INDEX `question_activity_id`;
-- reverse: create index "question_opportunity_id" to table: "questions"
DROP INDEX `question_opportunity_id`;
-- reverse: create index "question_created_at_id" to table: "questions"
DROP INDEX `question_created_at_id`;
-- reverse: create "questions" table
DROP TABLE `questions`;
-- reverse: create index "qualification_template_id" to table: "qualifications"
DROP INDEX `qualification_template_id`;
-- reverse: create index "qualification_opportunity_id_created_at" to table: "qualifications"
DROP INDEX `qualification_opportunity_id_created_at`;
-- reverse: create index "qualification_created_at_id" to table: "qualifications"
DROP INDEX `qualification_created_at_id`;
-- reverse: create "qualifications" table
DROP TABLE `qualifications`;
-- reverse: create index "project_name_id" to table: "projects"
DROP INDEX `project_name_id`;
-- reverse: create index "project_manager_id" to table: "projects"
DROP INDEX `project_manager_id`;
-- reverse: create index "project_contract_id" to table: "projects"
DROP INDEX `project_contract_id`;
-- reverse: create index "project_opportunity_id" to table: "projects"
DROP INDEX `project_opportunity_id`;
-- reverse: create index "project_created_at_id" to table: "projects"
DROP INDEX `project_created_at_id`;
-- reverse: create "projects" table
DROP TABLE `projects`;
-- reverse: create index "processtemplate_status" to table: "process_templates"
DROP INDEX `processtemplate_status`;
-- reverse: create index "processtemplate_code_number" to table: "process_templates"
DROP INDEX `processtemplate_code_number`;
-- reverse: create index "processtemplate_created_at_id" to table: "process_templates"
DROP INDEX `processtemplate_created_at_id`;
-- reverse: create "process_templates" table
DROP TABLE `process_templates`;
-- reverse: create index "notification_user_id_digest" to table: "notifications"
DROP INDEX `notification_user_id_digest`;
-- reverse: create index "notification_actor_id" to table: "notifications"
DROP INDEX `notification_actor_id`;
-- reverse: create index "notification_user_id_read_at" to table: "notifications"
DROP INDEX `notification_user_id_read_at`;
-- reverse: create index "notification_created_at_id" to table: "notifications"
DROP INDEX `notification_created_at_id`;
-- reverse: create "notifications" table
DROP TABLE `notifications`;
-- reverse: create index "lessonexposure_answered_by_id" to table: "lesson_exposures"
DROP INDEX `lessonexposure_answered_by_id`;
-- reverse: create index "lessonexposure_opportunity_id" to table: "lesson_exposures"
DROP INDEX `lessonexposure_opportunity_id`;
-- reverse: create index "lessonexposure_lesson_id" to table: "lesson_exposures"
DROP INDEX `lessonexposure_lesson_id`;
-- reverse: create index "lessonexposure_gate_id_lesson_id" to table: "lesson_exposures"
DROP INDEX `lessonexposure_gate_id_lesson_id`;
-- reverse: create index "lessonexposure_created_at_id" to table: "lesson_exposures"
DROP INDEX `lessonexposure_created_at_id`;
-- reverse: create "lesson_exposures" table
DROP TABLE `lesson_exposures`;
-- reverse: create index "lead_merged_into_id" to table: "leads"
DROP INDEX `lead_merged_into_id`;
-- reverse: create index "lead_opportunity_id" to table: "leads"
DROP INDEX `lead_opportunity_id`;
-- reverse: create index "lead_customer_id" to table: "leads"
DROP INDEX `lead_customer_id`;
-- reverse: create index "lead_owner_id" to table: "leads"
DROP INDEX `lead_owner_id`;
-- reverse: create index "lead_phone" to table: "leads"
DROP INDEX `lead_phone`;
-- reverse: create index "lead_credit_code" to table: "leads"
DROP INDEX `lead_credit_code`;
-- reverse: create index "lead_company_id" to table: "leads"
DROP INDEX `lead_company_id`;
-- reverse: create index "lead_received_at_id" to table: "leads"
DROP INDEX `lead_received_at_id`;
-- reverse: create index "lead_status_received_at" to table: "leads"
DROP INDEX `lead_status_received_at`;
-- reverse: create index "lead_created_at_id" to table: "leads"
DROP INDEX `lead_created_at_id`;
-- reverse: create "leads" table
DROP TABLE `leads`;
-- reverse: create index "handover_accepted_by_id" to table: "handovers"
DROP INDEX `handover_accepted_by_id`;
-- reverse: create index "handover_prepared_by_id" to table: "handovers"
DROP INDEX `handover_prepared_by_id`;
-- reverse: create index "handover_contract_id" to table: "handovers"
DROP INDEX `handover_contract_id`;
-- reverse: create index "handover_opportunity_id" to table: "handovers"
DROP INDEX `handover_opportunity_id`;
-- reverse: create index "handover_created_at_id" to table: "handovers"
DROP INDEX `handover_created_at_id`;
-- reverse: create "handovers" table
DROP TABLE `handovers`;
-- reverse: create index "gate_tailored_by_id" to table: "gates"
DROP INDEX `gate_tailored_by_id`;
-- reverse: create index "gate_approval_id" to table: "gates"
DROP INDEX `gate_approval_id`;
-- reverse: create index "gate_status_scheduled_for" to table: "gates"
DROP INDEX `gate_status_scheduled_for`;
-- reverse: create index "gate_opportunity_id_kind_attempt" to table: "gates"
DROP INDEX `gate_opportunity_id_kind_attempt`;
-- reverse: create index "gate_created_at_id" to table: "gates"
DROP INDEX `gate_created_at_id`;
-- reverse: create "gates" table
DROP TABLE `gates`;
-- reverse: create index "finding_verified_by_id" to table: "findings"
DROP INDEX `finding_verified_by_id`;
-- reverse: create index "finding_owner_id_status" to table: "findings"
DROP INDEX `finding_owner_id_status`;
-- reverse: create index "finding_section_id" to table: "findings"
DROP INDEX `finding_section_id`;
-- reverse: create index "finding_opportunity_id" to table: "findings"
DROP INDEX `finding_opportunity_id`;
-- reverse: create index "finding_acceptance_id" to table: "findings"
DROP INDEX `finding_acceptance_id`;
-- reverse: create index "finding_review_id" to table: "findings"
DROP INDEX `finding_review_id`;
-- reverse: create index "finding_created_at_id" to table: "findings"
DROP INDEX `finding_created_at_id`;
-- reverse: create "findings" table
DROP TABLE `findings`;
-- reverse: create index "exchangerate_currency_day" to table: "exchange_rates"
DROP INDEX `exchangerate_currency_day`;
-- reverse: create index "exchangerate_created_at_id" to table: "exchange_rates"
DROP INDEX `exchangerate_created_at_id`;
-- reverse: create "exchange_rates" table
DROP TABLE `exchange_rates`;
-- reverse: create index "contract_signed_by_id" to table: "contracts"
DROP INDEX `contract_signed_by_id`;
-- reverse: create index "contract_proposal_id" to table: "contracts"
DROP INDEX `contract_proposal_id`;
-- reverse: create index "contract_opportunity_id" to table: "contracts"
DROP INDEX `contract_opportunity_id`;
-- reverse: create index "contract_created_at_id" to table: "contracts"
DROP INDEX `contract_created_at_id`;
-- reverse: create index "contracts_number_key" to table: "contracts"
DROP INDEX `contracts_number_key`;
-- reverse: create "contracts" table
DROP TABLE `contracts`;
-- reverse: create index "complianceitem_approval_id" to table: "compliance_items"
DROP INDEX `complianceitem_approval_id`;
-- reverse: create index "complianceitem_section_id" to table: "compliance_items"
DROP INDEX `complianceitem_section_id`;
-- reverse: create index "complianceitem_requirement_id" to table: "compliance_items"
DROP INDEX `complianceitem_requirement_id`;
-- reverse: create index "complianceitem_proposal_id_requirement_id" to table: "compliance_items"
DROP INDEX `complianceitem_proposal_id_requirement_id`;
-- reverse: create index "complianceitem_created_at_id" to table: "compliance_items"
DROP INDEX `complianceitem_created_at_id`;
-- reverse: create "compliance_items" table
DROP TABLE `compliance_items`;
-- reverse: create index "competitor_opportunity_id" to table: "competitors"
DROP INDEX `competitor_opportunity_id`;
-- reverse: create index "competitor_created_at_id" to table: "competitors"
DROP INDEX `competitor_created_at_id`;
-- reverse: create "competitors" table
DROP TABLE `competitors`;
-- reverse: create index "commitment_owner_id_due_on" to table: "commitments"
DROP INDEX `commitment_owner_id_due_on`;
-- reverse: create index "commitment_handover_id" to table: "commitments"
DROP INDEX `commitment_handover_id`;
-- reverse: create index "commitment_contract_id" to table: "commitments"
DROP INDEX `commitment_contract_id`;
-- reverse: create index "commitment_term_id" to table: "commitments"
DROP INDEX `commitment_term_id`;
-- reverse: create index "commitment_approval_id" to table: "commitments"
DROP INDEX `commitment_approval_id`;
-- reverse: create index "commitment_made_to_id" to table: "commitments"
DROP INDEX `commitment_made_to_id`;
-- reverse: create index "commitment_made_by_id" to table: "commitments"
DROP INDEX `commitment_made_by_id`;
-- reverse: create index "commitment_opportunity_id_status" to table: "commitments"
DROP INDEX `commitment_opportunity_id_status`;
-- reverse: create index "commitment_created_at_id" to table: "commitments"
DROP INDEX `commitment_created_at_id`;
-- reverse: create "commitments" table
DROP TABLE `commitments`;
-- reverse: create index "commercialterm_decided_by_id" to table: "commercial_terms"
DROP INDEX `commercialterm_decided_by_id`;
-- reverse: create index "commercialterm_opportunity_id" to table: "commercial_terms"
DROP INDEX `commercialterm_opportunity_id`;
-- reverse: create index "commercialterm_created_at_id" to table: "commercial_terms"
DROP INDEX `commercialterm_created_at_id`;
-- reverse: create "commercial_terms" table
DROP TABLE `commercial_terms`;
-- reverse: create index "comment_reply_to_id" to table: "comments"
DROP INDEX `comment_reply_to_id`;
-- reverse: create index "comment_author_id" to table: "comments"
DROP INDEX `comment_author_id`;
-- reverse: create index "comment_opportunity_id" to table: "comments"
DROP INDEX `comment_opportunity_id`;
-- reverse: create index "comment_subject_id" to table: "comments"
DROP INDEX `comment_subject_id`;
-- reverse: create index "comment_created_at_id" to table: "comments"
DROP INDEX `comment_created_at_id`;
-- reverse: create "comments" table
DROP TABLE `comments`;
-- reverse: create index "clarification_acknowledged_by_id" to table: "clarifications"
DROP INDEX `clarification_acknowledged_by_id`;
-- reverse: create index "clarification_opportunity_id_issued_at" to table: "clarifications"
DROP INDEX `clarification_opportunity_id_issued_at`;
-- reverse: create index "clarification_created_at_id" to table: "clarifications"
DROP INDEX `clarification_created_at_id`;
-- reverse: create "clarifications" table
DROP TABLE `clarifications`;
-- reverse: create index "citation_certificate_id" to table: "citations"
DROP INDEX `citation_certificate_id`;
-- reverse: create index "citation_proposal_id_certificate_id" to table: "citations"
DROP INDEX `citation_proposal_id_certificate_id`;
-- reverse: create index "citation_created_at_id" to table: "citations"
DROP INDEX `citation_created_at_id`;
-- reverse: create "citations" table
DROP TABLE `citations`;
-- reverse: create index "changerequest_decided_by_id" to table: "change_requests"
DROP INDEX `changerequest_decided_by_id`;
-- reverse: create index "changerequest_assessed_by_id" to table: "change_requests"
DROP INDEX `changerequest_assessed_by_id`;
-- reverse: create index "changerequest_commitment_id" to table: "change_requests"
DROP INDEX `changerequest_commitment_id`;
-- reverse: create index "changerequest_requirement_id" to table: "change_requests"
DROP INDEX `changerequest_requirement_id`;
-- reverse: create index "changerequest_opportunity_id" to table: "change_requests"
DROP INDEX `changerequest_opportunity_id`;
-- reverse: create index "changerequest_project_id_number" to table: "change_requests"
DROP INDEX `changerequest_project_id_number`;
-- reverse: create index "changerequest_created_at_id" to table: "change_requests"
DROP INDEX `changerequest_created_at_id`;
-- reverse: create "change_requests" table
DROP TABLE `change_requests`;
-- reverse: create index "certificate_owner_id" to table: "certificates"
DROP INDEX `certificate_owner_id`;
-- reverse: create index "certificate_expires_on" to table: "certificates"
DROP INDEX `certificate_expires_on`;
-- reverse: create index "certificate_name_id" to table: "certificates"
DROP INDEX `certificate_name_id`;
-- reverse: create index "certificate_created_at_id" to table: "certificates"
DROP INDEX `certificate_created_at_id`;
-- reverse: create "certificates" table
DROP TABLE `certificates`;
-- reverse: create index "calendarday_calendar_day" to table: "calendar_days"
DROP INDEX `calendarday_calendar_day`;
-- reverse: create index "calendarday_created_at_id" to table: "calendar_days"
DROP INDEX `calendarday_created_at_id`;
-- reverse: create "calendar_days" table
DROP TABLE `calendar_days`;
-- reverse: create index "bidchecklistitem_done_by_id" to table: "bid_checklist_items"
DROP INDEX `bidchecklistitem_done_by_id`;
-- reverse: create index "bidchecklistitem_proposal_id_code" to table: "bid_checklist_items"
DROP INDEX `bidchecklistitem_proposal_id_code`;
-- reverse: create index "bidchecklistitem_created_at_id" to table: "bid_checklist_items"
DROP INDEX `bidchecklistitem_created_at_id`;
-- reverse: create "bid_checklist_items" table
DROP TABLE `bid_checklist_items`;
-- reverse: create index "authorityrule_type_role" to table: "authority_rules"
DROP INDEX `authorityrule_type_role`;
-- reverse: create index "authorityrule_created_at_id" to table: "authority_rules"
DROP INDEX `authorityrule_created_at_id`;
-- reverse: create "authority_rules" table
DROP TABLE `authority_rules`;
-- reverse: create index "approval_decided_by_id" to table: "approvals"
DROP INDEX `approval_decided_by_id`;
-- reverse: create index "approval_requested_by_id" to table: "approvals"
DROP INDEX `approval_requested_by_id`;
-- reverse: create index "approval_status_required_role" to table: "approvals"
DROP INDEX `approval_status_required_role`;
-- reverse: create index "approval_opportunity_id" to table: "approvals"
DROP INDEX `approval_opportunity_id`;
-- reverse: create index "approval_subject_id" to table: "approvals"
DROP INDEX `approval_subject_id`;
-- reverse: create index "approval_created_at_id" to table: "approvals"
DROP INDEX `approval_created_at_id`;
-- reverse: create "approvals" table
DROP TABLE `approvals`;
-- reverse: create index "acceptancecriterion_commitment_id" to table: "acceptance_criteria"
DROP INDEX `acceptancecriterion_commitment_id`;
-- reverse: create index "acceptancecriterion_requirement_id" to table: "acceptance_criteria"
DROP INDEX `acceptancecriterion_requirement_id`;
-- reverse: create index "acceptancecriterion_acceptance_id" to table: "acceptance_criteria"
DROP INDEX `acceptancecriterion_acceptance_id`;
-- reverse: create index "acceptancecriterion_created_at_id" to table: "acceptance_criteria"
DROP INDEX `acceptancecriterion_created_at_id`;
-- reverse: create "acceptance_criteria" table
DROP TABLE `acceptance_criteria`;
-- reverse: create index "acceptance_decided_by_id" to table: "acceptances"
DROP INDEX `acceptance_decided_by_id`;
-- reverse: create index "acceptance_requested_by_id" to table: "acceptances"
DROP INDEX `acceptance_requested_by_id`;
-- reverse: create index "acceptance_opportunity_id" to table: "acceptances"
DROP INDEX `acceptance_opportunity_id`;
-- reverse: create index "acceptance_project_id" to table: "acceptances"
DROP INDEX `acceptance_project_id`;
-- reverse: create index "acceptance_created_at_id" to table: "acceptances"
DROP INDEX `acceptance_created_at_id`;
-- reverse: create "acceptances" table
DROP TABLE `acceptances`;
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
-- reverse: create index "stageentry_gate_id" to table: "stage_entries"
DROP INDEX `stageentry_gate_id`;
-- reverse: create index "stageentry_stage_entered_at" to table: "stage_entries"
DROP INDEX `stageentry_stage_entered_at`;
-- reverse: create index "stageentry_opportunity_id_position" to table: "stage_entries"
DROP INDEX `stageentry_opportunity_id_position`;
-- reverse: create index "stageentry_created_at_id" to table: "stage_entries"
DROP INDEX `stageentry_created_at_id`;
-- reverse: create "new_stage_entries" table
DROP TABLE `new_stage_entries`;
-- reverse: create index "retrospective_project_id" to table: "retrospectives"
DROP INDEX `retrospective_project_id`;
-- reverse: create index "retrospective_opportunity_id" to table: "retrospectives"
DROP INDEX `retrospective_opportunity_id`;
-- reverse: create index "retrospective_created_at_id" to table: "retrospectives"
DROP INDEX `retrospective_created_at_id`;
-- reverse: create "new_retrospectives" table
DROP TABLE `new_retrospectives`;
-- reverse: create index "proposalsection_reviewer_id" to table: "proposal_sections"
DROP INDEX `proposalsection_reviewer_id`;
-- reverse: create index "proposalsection_owner_id" to table: "proposal_sections"
DROP INDEX `proposalsection_owner_id`;
-- reverse: create index "proposalsection_proposal_id" to table: "proposal_sections"
DROP INDEX `proposalsection_proposal_id`;
-- reverse: create index "proposalsection_proposal_version_id_position" to table: "proposal_sections"
DROP INDEX `proposalsection_proposal_version_id_position`;
-- reverse: create index "proposalsection_created_at_id" to table: "proposal_sections"
DROP INDEX `proposalsection_created_at_id`;
-- reverse: create "new_proposal_sections" table
DROP TABLE `new_proposal_sections`;
-- reverse: create index "proposal_signed_by_id" to table: "proposals"
DROP INDEX `proposal_signed_by_id`;
-- reverse: create index "proposal_title_id" to table: "proposals"
DROP INDEX `proposal_title_id`;
-- reverse: create index "proposal_status" to table: "proposals"
DROP INDEX `proposal_status`;
-- reverse: create index "proposal_opportunity_id_created_at" to table: "proposals"
DROP INDEX `proposal_opportunity_id_created_at`;
-- reverse: create index "proposal_created_at_id" to table: "proposals"
DROP INDEX `proposal_created_at_id`;
-- reverse: create "new_proposals" table
DROP TABLE `new_proposals`;
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
-- reverse: add column "description" to table: "line_items"
ALTER TABLE `line_items` DROP COLUMN `description`;
-- reverse: add column "unit_cost" to table: "line_items"
ALTER TABLE `line_items` DROP COLUMN `unit_cost`;
-- reverse: create index "lesson_status" to table: "lessons"
DROP INDEX `lesson_status`;
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
-- reverse: add column "contact_every_days" to table: "customers"
ALTER TABLE `customers` DROP COLUMN `contact_every_days`;
-- reverse: create index "change_opportunity_id_id" to table: "change_log"
DROP INDEX `change_opportunity_id_id`;
-- reverse: create index "change_root_id_id" to table: "change_log"
DROP INDEX `change_root_id_id`;
-- reverse: create index "change_entity_id_id" to table: "change_log"
DROP INDEX `change_entity_id_id`;
-- reverse: create "new_change_log" table
DROP TABLE `new_change_log`;
