-- +goose Up
-- modify "users" table
ALTER TABLE "users" ADD COLUMN "department" character varying NULL, ADD COLUMN "weekly_hours" bigint NOT NULL DEFAULT 40, ADD COLUMN "notifying" jsonb NULL;
-- create "calendar_days" table
CREATE TABLE "calendar_days" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "calendar" character varying NOT NULL, "day" timestamptz NOT NULL, "kind" character varying NOT NULL DEFAULT 'HOLIDAY', "label" character varying NULL, PRIMARY KEY ("id"));
-- create index "calendarday_calendar_day" to table: "calendar_days"
CREATE UNIQUE INDEX "calendarday_calendar_day" ON "calendar_days" ("calendar", "day");
-- create index "calendarday_created_at_id" to table: "calendar_days"
CREATE INDEX "calendarday_created_at_id" ON "calendar_days" ("created_at", "id");
-- modify "line_items" table
ALTER TABLE "line_items" ADD COLUMN "unit_cost" bigint NULL, ADD COLUMN "description" character varying NULL;
-- create "authority_rules" table
CREATE TABLE "authority_rules" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "type" character varying NOT NULL, "role" character varying NOT NULL, "limit_amount" bigint NULL, "limit_percent" bigint NULL, "currency" character varying NOT NULL DEFAULT 'CNY', PRIMARY KEY ("id"));
-- create index "authorityrule_created_at_id" to table: "authority_rules"
CREATE INDEX "authorityrule_created_at_id" ON "authority_rules" ("created_at", "id");
-- create index "authorityrule_type_role" to table: "authority_rules"
CREATE UNIQUE INDEX "authorityrule_type_role" ON "authority_rules" ("type", "role");
-- modify "change_log" table
ALTER TABLE "change_log" ADD COLUMN "opportunity_id" character varying NULL;
-- create index "change_opportunity_id_id" to table: "change_log"
CREATE INDEX "change_opportunity_id_id" ON "change_log" ("opportunity_id", "id");
-- create "exchange_rates" table
CREATE TABLE "exchange_rates" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "currency" character varying NOT NULL, "day" timestamptz NOT NULL, "rate" double precision NOT NULL, "source" character varying NULL, PRIMARY KEY ("id"));
-- create index "exchangerate_created_at_id" to table: "exchange_rates"
CREATE INDEX "exchangerate_created_at_id" ON "exchange_rates" ("created_at", "id");
-- create index "exchangerate_currency_day" to table: "exchange_rates"
CREATE UNIQUE INDEX "exchangerate_currency_day" ON "exchange_rates" ("currency", "day");
-- create "process_templates" table
CREATE TABLE "process_templates" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "code" character varying NOT NULL, "number" bigint NOT NULL, "name" character varying NOT NULL, "name_en" character varying NULL, "status" character varying NOT NULL DEFAULT 'DRAFT', "definition" jsonb NULL, "note" character varying NULL, "published_at" timestamptz NULL, "published_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "process_templates_users_published_by" FOREIGN KEY ("published_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "processtemplate_code_number" to table: "process_templates"
CREATE UNIQUE INDEX "processtemplate_code_number" ON "process_templates" ("code", "number");
-- create index "processtemplate_created_at_id" to table: "process_templates"
CREATE INDEX "processtemplate_created_at_id" ON "process_templates" ("created_at", "id");
-- create index "processtemplate_status" to table: "process_templates"
CREATE INDEX "processtemplate_status" ON "process_templates" ("status");
-- modify "opportunities" table
ALTER TABLE "opportunities" ADD COLUMN "deadline_zone" character varying NULL, ADD COLUMN "bid_opening_at" timestamptz NULL, ADD COLUMN "price_ceiling" bigint NULL, ADD COLUMN "bid_validity_until" timestamptz NULL, ADD COLUMN "bond_demanded" bigint NULL, ADD COLUMN "forecast_category" character varying NULL, ADD COLUMN "win_probability" bigint NULL, ADD COLUMN "exchange_rate" double precision NULL, ADD COLUMN "origin" character varying NULL, ADD COLUMN "failure" character varying NULL, ADD COLUMN "debrief" jsonb NULL, ADD COLUMN "template_id" character varying NULL, ADD COLUMN "origin_id" character varying NULL, ADD CONSTRAINT "opportunities_opportunities_renewals" FOREIGN KEY ("origin_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "opportunities_process_templates_template" FOREIGN KEY ("template_id") REFERENCES "process_templates" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "opportunity_origin_id" to table: "opportunities"
CREATE INDEX "opportunity_origin_id" ON "opportunities" ("origin_id");
-- create index "opportunity_template_id" to table: "opportunities"
CREATE INDEX "opportunity_template_id" ON "opportunities" ("template_id");
-- modify "proposals" table
ALTER TABLE "proposals" ADD COLUMN "price" bigint NULL, ADD COLUMN "currency" character varying NOT NULL DEFAULT 'CNY', ADD COLUMN "discount_percent" bigint NOT NULL DEFAULT 0, ADD COLUMN "valid_until" timestamptz NULL, ADD COLUMN "bond_amount" bigint NULL, ADD COLUMN "bond_reference" character varying NULL, ADD COLUMN "signed_at" timestamptz NULL, ADD COLUMN "sealed_at" timestamptz NULL, ADD COLUMN "snapshot_hash" character varying NULL, ADD COLUMN "receipt" character varying NULL, ADD COLUMN "late" boolean NOT NULL DEFAULT false, ADD COLUMN "failure" character varying NULL, ADD COLUMN "signed_by_id" character varying NULL, ADD CONSTRAINT "proposals_users_signed_by" FOREIGN KEY ("signed_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "proposal_signed_by_id" to table: "proposals"
CREATE INDEX "proposal_signed_by_id" ON "proposals" ("signed_by_id");
-- create "contracts" table
CREATE TABLE "contracts" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "external_refs" jsonb NULL, "number" character varying NULL, "title" character varying NOT NULL, "amount" bigint NOT NULL DEFAULT 0, "currency" character varying NOT NULL DEFAULT 'CNY', "status" character varying NOT NULL DEFAULT 'DRAFT', "payment_plan" jsonb NULL, "signed_at" timestamptz NULL, "starts_on" timestamptz NULL, "ends_on" timestamptz NULL, "terms" character varying NULL, "opportunity_id" character varying NOT NULL, "proposal_id" character varying NULL, "signed_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "contracts_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "contracts_proposals_proposal" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "contracts_users_signed_by" FOREIGN KEY ("signed_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "contract_created_at_id" to table: "contracts"
CREATE INDEX "contract_created_at_id" ON "contracts" ("created_at", "id");
-- create index "contract_opportunity_id" to table: "contracts"
CREATE INDEX "contract_opportunity_id" ON "contracts" ("opportunity_id");
-- create index "contract_proposal_id" to table: "contracts"
CREATE INDEX "contract_proposal_id" ON "contracts" ("proposal_id");
-- create index "contract_signed_by_id" to table: "contracts"
CREATE INDEX "contract_signed_by_id" ON "contracts" ("signed_by_id");
-- create index "contracts_number_key" to table: "contracts"
CREATE UNIQUE INDEX "contracts_number_key" ON "contracts" ("number");
-- create "projects" table
CREATE TABLE "projects" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "external_refs" jsonb NULL, "name" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'PLANNED', "starts_on" timestamptz NULL, "ends_on" timestamptz NULL, "closed_at" timestamptz NULL, "opportunity_id" character varying NOT NULL, "contract_id" character varying NULL, "manager_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "projects_contracts_contract" FOREIGN KEY ("contract_id") REFERENCES "contracts" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "projects_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "projects_users_manager" FOREIGN KEY ("manager_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "project_contract_id" to table: "projects"
CREATE INDEX "project_contract_id" ON "projects" ("contract_id");
-- create index "project_created_at_id" to table: "projects"
CREATE INDEX "project_created_at_id" ON "projects" ("created_at", "id");
-- create index "project_manager_id" to table: "projects"
CREATE INDEX "project_manager_id" ON "projects" ("manager_id");
-- create index "project_name_id" to table: "projects"
CREATE INDEX "project_name_id" ON "projects" ("name", "id");
-- create index "project_opportunity_id" to table: "projects"
CREATE INDEX "project_opportunity_id" ON "projects" ("opportunity_id");
-- create "acceptances" table
CREATE TABLE "acceptances" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL DEFAULT 'FINAL', "status" character varying NOT NULL DEFAULT 'PLANNED', "planned_for" timestamptz NULL, "first_requested_at" timestamptz NULL, "requested_at" timestamptz NULL, "requests" bigint NOT NULL DEFAULT 0, "signed_at" timestamptz NULL, "signed_by" character varying NULL, "summary" character varying NULL, "project_id" character varying NOT NULL, "opportunity_id" character varying NOT NULL, "requested_by_id" character varying NULL, "decided_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "acceptances_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "acceptances_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "acceptances_users_decided_by" FOREIGN KEY ("decided_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "acceptances_users_requested_by" FOREIGN KEY ("requested_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "acceptance_created_at_id" to table: "acceptances"
CREATE INDEX "acceptance_created_at_id" ON "acceptances" ("created_at", "id");
-- create index "acceptance_decided_by_id" to table: "acceptances"
CREATE INDEX "acceptance_decided_by_id" ON "acceptances" ("decided_by_id");
-- create index "acceptance_opportunity_id" to table: "acceptances"
CREATE INDEX "acceptance_opportunity_id" ON "acceptances" ("opportunity_id");
-- create index "acceptance_project_id" to table: "acceptances"
CREATE INDEX "acceptance_project_id" ON "acceptances" ("project_id");
-- create index "acceptance_requested_by_id" to table: "acceptances"
CREATE INDEX "acceptance_requested_by_id" ON "acceptances" ("requested_by_id");
-- create "approvals" table
CREATE TABLE "approvals" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "subject_id" character varying NOT NULL, "type" character varying NOT NULL, "amount" bigint NULL, "currency" character varying NOT NULL DEFAULT 'CNY', "percent" bigint NULL, "required_role" character varying NULL, "status" character varying NOT NULL DEFAULT 'REQUESTED', "reason" character varying NULL, "decided_at" timestamptz NULL, "comment" character varying NULL, "opportunity_id" character varying NULL, "requested_by_id" character varying NULL, "decided_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "approvals_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "approvals_users_decided_by" FOREIGN KEY ("decided_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "approvals_users_requested_by" FOREIGN KEY ("requested_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "approval_created_at_id" to table: "approvals"
CREATE INDEX "approval_created_at_id" ON "approvals" ("created_at", "id");
-- create index "approval_decided_by_id" to table: "approvals"
CREATE INDEX "approval_decided_by_id" ON "approvals" ("decided_by_id");
-- create index "approval_opportunity_id" to table: "approvals"
CREATE INDEX "approval_opportunity_id" ON "approvals" ("opportunity_id");
-- create index "approval_requested_by_id" to table: "approvals"
CREATE INDEX "approval_requested_by_id" ON "approvals" ("requested_by_id");
-- create index "approval_status_required_role" to table: "approvals"
CREATE INDEX "approval_status_required_role" ON "approvals" ("status", "required_role");
-- create index "approval_subject_id" to table: "approvals"
CREATE INDEX "approval_subject_id" ON "approvals" ("subject_id");
-- create "commercial_terms" table
CREATE TABLE "commercial_terms" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL DEFAULT 'PAYMENT', "title" character varying NOT NULL, "offered" character varying NULL, "asked" character varying NULL, "agreed" character varying NULL, "cost_impact" bigint NULL, "currency" character varying NOT NULL DEFAULT 'CNY', "cash_days" bigint NOT NULL DEFAULT 0, "risk_score" bigint NOT NULL DEFAULT 0, "decision" character varying NOT NULL DEFAULT 'OPEN', "note" character varying NULL, "decided_at" timestamptz NULL, "opportunity_id" character varying NOT NULL, "decided_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "commercial_terms_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "commercial_terms_users_decided_by" FOREIGN KEY ("decided_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "commercialterm_created_at_id" to table: "commercial_terms"
CREATE INDEX "commercialterm_created_at_id" ON "commercial_terms" ("created_at", "id");
-- create index "commercialterm_decided_by_id" to table: "commercial_terms"
CREATE INDEX "commercialterm_decided_by_id" ON "commercial_terms" ("decided_by_id");
-- create index "commercialterm_opportunity_id" to table: "commercial_terms"
CREATE INDEX "commercialterm_opportunity_id" ON "commercial_terms" ("opportunity_id");
-- create "handovers" table
CREATE TABLE "handovers" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "status" character varying NOT NULL DEFAULT 'DRAFT', "parts" jsonb NULL, "responsibilities" character varying NULL, "meeting_at" timestamptz NULL, "submitted_at" timestamptz NULL, "returns" bigint NOT NULL DEFAULT 0, "return_reason" character varying NULL, "accepted_at" timestamptz NULL, "opportunity_id" character varying NOT NULL, "contract_id" character varying NULL, "prepared_by_id" character varying NULL, "accepted_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "handovers_contracts_contract" FOREIGN KEY ("contract_id") REFERENCES "contracts" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "handovers_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "handovers_users_accepted_by" FOREIGN KEY ("accepted_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "handovers_users_prepared_by" FOREIGN KEY ("prepared_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "handover_accepted_by_id" to table: "handovers"
CREATE INDEX "handover_accepted_by_id" ON "handovers" ("accepted_by_id");
-- create index "handover_contract_id" to table: "handovers"
CREATE INDEX "handover_contract_id" ON "handovers" ("contract_id");
-- create index "handover_created_at_id" to table: "handovers"
CREATE INDEX "handover_created_at_id" ON "handovers" ("created_at", "id");
-- create index "handover_opportunity_id" to table: "handovers"
CREATE INDEX "handover_opportunity_id" ON "handovers" ("opportunity_id");
-- create index "handover_prepared_by_id" to table: "handovers"
CREATE INDEX "handover_prepared_by_id" ON "handovers" ("prepared_by_id");
-- create "commitments" table
CREATE TABLE "commitments" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "text" character varying NOT NULL, "kind" character varying NOT NULL DEFAULT 'FUNCTION', "status" character varying NOT NULL DEFAULT 'PROPOSED', "unauthorised" boolean NOT NULL DEFAULT false, "made_at" timestamptz NULL, "source_id" character varying NULL, "source_note" character varying NULL, "contract_clause" character varying NULL, "due_on" timestamptz NULL, "evidence" character varying NULL, "closed_at" timestamptz NULL, "opportunity_id" character varying NOT NULL, "made_by_id" character varying NULL, "made_to_id" character varying NULL, "approval_id" character varying NULL, "term_id" character varying NULL, "contract_id" character varying NULL, "handover_id" character varying NULL, "owner_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "commitments_approvals_approval" FOREIGN KEY ("approval_id") REFERENCES "approvals" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "commitments_commercial_terms_term" FOREIGN KEY ("term_id") REFERENCES "commercial_terms" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "commitments_contacts_made_to" FOREIGN KEY ("made_to_id") REFERENCES "contacts" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "commitments_contracts_contract" FOREIGN KEY ("contract_id") REFERENCES "contracts" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "commitments_handovers_handover" FOREIGN KEY ("handover_id") REFERENCES "handovers" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "commitments_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "commitments_users_made_by" FOREIGN KEY ("made_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "commitments_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "commitment_approval_id" to table: "commitments"
CREATE INDEX "commitment_approval_id" ON "commitments" ("approval_id");
-- create index "commitment_contract_id" to table: "commitments"
CREATE INDEX "commitment_contract_id" ON "commitments" ("contract_id");
-- create index "commitment_created_at_id" to table: "commitments"
CREATE INDEX "commitment_created_at_id" ON "commitments" ("created_at", "id");
-- create index "commitment_handover_id" to table: "commitments"
CREATE INDEX "commitment_handover_id" ON "commitments" ("handover_id");
-- create index "commitment_made_by_id" to table: "commitments"
CREATE INDEX "commitment_made_by_id" ON "commitments" ("made_by_id");
-- create index "commitment_made_to_id" to table: "commitments"
CREATE INDEX "commitment_made_to_id" ON "commitments" ("made_to_id");
-- create index "commitment_opportunity_id_status" to table: "commitments"
CREATE INDEX "commitment_opportunity_id_status" ON "commitments" ("opportunity_id", "status");
-- create index "commitment_owner_id_due_on" to table: "commitments"
CREATE INDEX "commitment_owner_id_due_on" ON "commitments" ("owner_id", "due_on");
-- create index "commitment_term_id" to table: "commitments"
CREATE INDEX "commitment_term_id" ON "commitments" ("term_id");
-- create "requirements" table
CREATE TABLE "requirements" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "number" bigint NULL, "text" character varying NOT NULL, "text_en" character varying NULL, "source" character varying NOT NULL DEFAULT 'OTHER', "source_ref" character varying NULL, "category" character varying NOT NULL DEFAULT 'FUNCTION', "priority" character varying NOT NULL DEFAULT 'MUST', "mandatory" boolean NOT NULL DEFAULT false, "success_criterion" character varying NULL, "score_weight" bigint NOT NULL DEFAULT 0, "status" character varying NOT NULL DEFAULT 'DRAFT', "opportunity_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "requirements_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "requirement_created_at_id" to table: "requirements"
CREATE INDEX "requirement_created_at_id" ON "requirements" ("created_at", "id");
-- create index "requirement_opportunity_id_number" to table: "requirements"
CREATE INDEX "requirement_opportunity_id_number" ON "requirements" ("opportunity_id", "number");
-- create "acceptance_criteria" table
CREATE TABLE "acceptance_criteria" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "text" character varying NOT NULL, "result" character varying NOT NULL DEFAULT 'OPEN', "evidence" character varying NULL, "acceptance_id" character varying NOT NULL, "requirement_id" character varying NULL, "commitment_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "acceptance_criteria_acceptances_acceptance" FOREIGN KEY ("acceptance_id") REFERENCES "acceptances" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "acceptance_criteria_commitments_commitment" FOREIGN KEY ("commitment_id") REFERENCES "commitments" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "acceptance_criteria_requirements_requirement" FOREIGN KEY ("requirement_id") REFERENCES "requirements" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "acceptancecriterion_acceptance_id" to table: "acceptance_criteria"
CREATE INDEX "acceptancecriterion_acceptance_id" ON "acceptance_criteria" ("acceptance_id");
-- create index "acceptancecriterion_commitment_id" to table: "acceptance_criteria"
CREATE INDEX "acceptancecriterion_commitment_id" ON "acceptance_criteria" ("commitment_id");
-- create index "acceptancecriterion_created_at_id" to table: "acceptance_criteria"
CREATE INDEX "acceptancecriterion_created_at_id" ON "acceptance_criteria" ("created_at", "id");
-- create index "acceptancecriterion_requirement_id" to table: "acceptance_criteria"
CREATE INDEX "acceptancecriterion_requirement_id" ON "acceptance_criteria" ("requirement_id");
-- create "bid_checklist_items" table
CREATE TABLE "bid_checklist_items" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "code" character varying NOT NULL, "legal_basis" character varying NULL, "severity" character varying NOT NULL DEFAULT 'FATAL', "state" character varying NOT NULL DEFAULT 'OPEN', "evidence" character varying NULL, "done_at" timestamptz NULL, "proposal_id" character varying NOT NULL, "done_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "bid_checklist_items_proposals_proposal" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "bid_checklist_items_users_done_by" FOREIGN KEY ("done_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "bidchecklistitem_created_at_id" to table: "bid_checklist_items"
CREATE INDEX "bidchecklistitem_created_at_id" ON "bid_checklist_items" ("created_at", "id");
-- create index "bidchecklistitem_done_by_id" to table: "bid_checklist_items"
CREATE INDEX "bidchecklistitem_done_by_id" ON "bid_checklist_items" ("done_by_id");
-- create index "bidchecklistitem_proposal_id_code" to table: "bid_checklist_items"
CREATE UNIQUE INDEX "bidchecklistitem_proposal_id_code" ON "bid_checklist_items" ("proposal_id", "code");
-- create "certificates" table
CREATE TABLE "certificates" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "external_refs" jsonb NULL, "tags" jsonb NULL, "kind" character varying NOT NULL DEFAULT 'QUALIFICATION', "name" character varying NOT NULL, "number" character varying NULL, "holder" character varying NULL, "issuer" character varying NULL, "issued_on" timestamptz NULL, "expires_on" timestamptz NULL, "notes" character varying NULL, "owner_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "certificates_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "certificate_created_at_id" to table: "certificates"
CREATE INDEX "certificate_created_at_id" ON "certificates" ("created_at", "id");
-- create index "certificate_expires_on" to table: "certificates"
CREATE INDEX "certificate_expires_on" ON "certificates" ("expires_on");
-- create index "certificate_name_id" to table: "certificates"
CREATE INDEX "certificate_name_id" ON "certificates" ("name", "id");
-- create index "certificate_owner_id" to table: "certificates"
CREATE INDEX "certificate_owner_id" ON "certificates" ("owner_id");
-- create "change_requests" table
CREATE TABLE "change_requests" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "number" bigint NOT NULL, "title" character varying NOT NULL, "description" character varying NULL, "requested_by" character varying NULL, "status" character varying NOT NULL DEFAULT 'DRAFT', "cost_impact" bigint NULL, "currency" character varying NOT NULL DEFAULT 'CNY', "days_impact" bigint NULL, "advice" character varying NULL, "decided_at" timestamptz NULL, "reason" character varying NULL, "implemented_at" timestamptz NULL, "project_id" character varying NOT NULL, "opportunity_id" character varying NOT NULL, "requirement_id" character varying NULL, "commitment_id" character varying NULL, "assessed_by_id" character varying NULL, "decided_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "change_requests_commitments_commitment" FOREIGN KEY ("commitment_id") REFERENCES "commitments" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "change_requests_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "change_requests_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "change_requests_requirements_requirement" FOREIGN KEY ("requirement_id") REFERENCES "requirements" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "change_requests_users_assessed_by" FOREIGN KEY ("assessed_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "change_requests_users_decided_by" FOREIGN KEY ("decided_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "changerequest_assessed_by_id" to table: "change_requests"
CREATE INDEX "changerequest_assessed_by_id" ON "change_requests" ("assessed_by_id");
-- create index "changerequest_commitment_id" to table: "change_requests"
CREATE INDEX "changerequest_commitment_id" ON "change_requests" ("commitment_id");
-- create index "changerequest_created_at_id" to table: "change_requests"
CREATE INDEX "changerequest_created_at_id" ON "change_requests" ("created_at", "id");
-- create index "changerequest_decided_by_id" to table: "change_requests"
CREATE INDEX "changerequest_decided_by_id" ON "change_requests" ("decided_by_id");
-- create index "changerequest_opportunity_id" to table: "change_requests"
CREATE INDEX "changerequest_opportunity_id" ON "change_requests" ("opportunity_id");
-- create index "changerequest_project_id_number" to table: "change_requests"
CREATE UNIQUE INDEX "changerequest_project_id_number" ON "change_requests" ("project_id", "number");
-- create index "changerequest_requirement_id" to table: "change_requests"
CREATE INDEX "changerequest_requirement_id" ON "change_requests" ("requirement_id");
-- create "citations" table
CREATE TABLE "citations" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "purpose" character varying NULL, "proposal_id" character varying NOT NULL, "certificate_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "citations_certificates_certificate" FOREIGN KEY ("certificate_id") REFERENCES "certificates" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "citations_proposals_proposal" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "citation_certificate_id" to table: "citations"
CREATE INDEX "citation_certificate_id" ON "citations" ("certificate_id");
-- create index "citation_created_at_id" to table: "citations"
CREATE INDEX "citation_created_at_id" ON "citations" ("created_at", "id");
-- create index "citation_proposal_id_certificate_id" to table: "citations"
CREATE UNIQUE INDEX "citation_proposal_id_certificate_id" ON "citations" ("proposal_id", "certificate_id");
-- create "clarifications" table
CREATE TABLE "clarifications" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL DEFAULT 'ADDENDUM', "number" character varying NULL, "issued_at" timestamptz NOT NULL, "text" character varying NOT NULL, "new_deadline" timestamptz NULL, "previous_deadline" timestamptz NULL, "acknowledged_at" timestamptz NULL, "answer" character varying NULL, "answered_at" timestamptz NULL, "opportunity_id" character varying NOT NULL, "acknowledged_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "clarifications_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "clarifications_users_acknowledged_by" FOREIGN KEY ("acknowledged_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "clarification_acknowledged_by_id" to table: "clarifications"
CREATE INDEX "clarification_acknowledged_by_id" ON "clarifications" ("acknowledged_by_id");
-- create index "clarification_created_at_id" to table: "clarifications"
CREATE INDEX "clarification_created_at_id" ON "clarifications" ("created_at", "id");
-- create index "clarification_opportunity_id_issued_at" to table: "clarifications"
CREATE INDEX "clarification_opportunity_id_issued_at" ON "clarifications" ("opportunity_id", "issued_at");
-- create "comments" table
CREATE TABLE "comments" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "subject_id" character varying NOT NULL, "body" character varying NOT NULL, "mentions" jsonb NULL, "opportunity_id" character varying NULL, "author_id" character varying NULL, "reply_to_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "comments_comments_replies" FOREIGN KEY ("reply_to_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "comments_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "comments_users_author" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "comment_author_id" to table: "comments"
CREATE INDEX "comment_author_id" ON "comments" ("author_id");
-- create index "comment_created_at_id" to table: "comments"
CREATE INDEX "comment_created_at_id" ON "comments" ("created_at", "id");
-- create index "comment_opportunity_id" to table: "comments"
CREATE INDEX "comment_opportunity_id" ON "comments" ("opportunity_id");
-- create index "comment_reply_to_id" to table: "comments"
CREATE INDEX "comment_reply_to_id" ON "comments" ("reply_to_id");
-- create index "comment_subject_id" to table: "comments"
CREATE INDEX "comment_subject_id" ON "comments" ("subject_id");
-- create "competitors" table
CREATE TABLE "competitors" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "name" character varying NOT NULL, "incumbent" boolean NOT NULL DEFAULT false, "threat" bigint NOT NULL DEFAULT 3, "strengths" character varying NULL, "weaknesses" character varying NULL, "price_estimate" bigint NULL, "won" boolean NOT NULL DEFAULT false, "opportunity_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "competitors_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "competitor_created_at_id" to table: "competitors"
CREATE INDEX "competitor_created_at_id" ON "competitors" ("created_at", "id");
-- create index "competitor_opportunity_id" to table: "competitors"
CREATE INDEX "competitor_opportunity_id" ON "competitors" ("opportunity_id");
-- modify "proposal_sections" table
ALTER TABLE "proposal_sections" ADD COLUMN "due_at" timestamptz NULL, ADD COLUMN "status" character varying NOT NULL DEFAULT 'DRAFTING', ADD COLUMN "words" bigint NOT NULL DEFAULT 0, ADD COLUMN "owner_id" character varying NULL, ADD COLUMN "reviewer_id" character varying NULL, ADD CONSTRAINT "proposal_sections_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "proposal_sections_users_reviewer" FOREIGN KEY ("reviewer_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "proposalsection_owner_id" to table: "proposal_sections"
CREATE INDEX "proposalsection_owner_id" ON "proposal_sections" ("owner_id");
-- create index "proposalsection_reviewer_id" to table: "proposal_sections"
CREATE INDEX "proposalsection_reviewer_id" ON "proposal_sections" ("reviewer_id");
-- create "compliance_items" table
CREATE TABLE "compliance_items" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "response" character varying NOT NULL DEFAULT 'UNANSWERED', "deviation" character varying NULL, "proposal_id" character varying NOT NULL, "requirement_id" character varying NOT NULL, "section_id" character varying NULL, "approval_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "compliance_items_approvals_approval" FOREIGN KEY ("approval_id") REFERENCES "approvals" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "compliance_items_proposal_sections_section" FOREIGN KEY ("section_id") REFERENCES "proposal_sections" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "compliance_items_proposals_proposal" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "compliance_items_requirements_requirement" FOREIGN KEY ("requirement_id") REFERENCES "requirements" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "complianceitem_approval_id" to table: "compliance_items"
CREATE INDEX "complianceitem_approval_id" ON "compliance_items" ("approval_id");
-- create index "complianceitem_created_at_id" to table: "compliance_items"
CREATE INDEX "complianceitem_created_at_id" ON "compliance_items" ("created_at", "id");
-- create index "complianceitem_proposal_id_requirement_id" to table: "compliance_items"
CREATE UNIQUE INDEX "complianceitem_proposal_id_requirement_id" ON "compliance_items" ("proposal_id", "requirement_id");
-- create index "complianceitem_requirement_id" to table: "compliance_items"
CREATE INDEX "complianceitem_requirement_id" ON "compliance_items" ("requirement_id");
-- create index "complianceitem_section_id" to table: "compliance_items"
CREATE INDEX "complianceitem_section_id" ON "compliance_items" ("section_id");
-- create "reviews" table
CREATE TABLE "reviews" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "colour" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'PLANNED', "scheduled_at" timestamptz NULL, "held_at" timestamptz NULL, "reviewers" jsonb NULL, "verdict" character varying NULL, "summary" character varying NULL, "proposal_id" character varying NOT NULL, "proposal_version_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "reviews_proposal_versions_proposal_version" FOREIGN KEY ("proposal_version_id") REFERENCES "proposal_versions" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "reviews_proposals_proposal" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "review_created_at_id" to table: "reviews"
CREATE INDEX "review_created_at_id" ON "reviews" ("created_at", "id");
-- create index "review_proposal_id" to table: "reviews"
CREATE INDEX "review_proposal_id" ON "reviews" ("proposal_id");
-- create index "review_proposal_version_id" to table: "reviews"
CREATE INDEX "review_proposal_version_id" ON "reviews" ("proposal_version_id");
-- create index "review_status_scheduled_at" to table: "reviews"
CREATE INDEX "review_status_scheduled_at" ON "reviews" ("status", "scheduled_at");
-- create "findings" table
CREATE TABLE "findings" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "severity" character varying NOT NULL DEFAULT 'MINOR', "text" character varying NOT NULL, "due_at" timestamptz NULL, "status" character varying NOT NULL DEFAULT 'OPEN', "resolution" character varying NULL, "resolved_at" timestamptz NULL, "verified_at" timestamptz NULL, "review_id" character varying NULL, "acceptance_id" character varying NULL, "opportunity_id" character varying NOT NULL, "section_id" character varying NULL, "owner_id" character varying NULL, "verified_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "findings_acceptances_acceptance" FOREIGN KEY ("acceptance_id") REFERENCES "acceptances" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "findings_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "findings_proposal_sections_section" FOREIGN KEY ("section_id") REFERENCES "proposal_sections" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "findings_reviews_review" FOREIGN KEY ("review_id") REFERENCES "reviews" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "findings_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "findings_users_verified_by" FOREIGN KEY ("verified_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "finding_acceptance_id" to table: "findings"
CREATE INDEX "finding_acceptance_id" ON "findings" ("acceptance_id");
-- create index "finding_created_at_id" to table: "findings"
CREATE INDEX "finding_created_at_id" ON "findings" ("created_at", "id");
-- create index "finding_opportunity_id" to table: "findings"
CREATE INDEX "finding_opportunity_id" ON "findings" ("opportunity_id");
-- create index "finding_owner_id_status" to table: "findings"
CREATE INDEX "finding_owner_id_status" ON "findings" ("owner_id", "status");
-- create index "finding_review_id" to table: "findings"
CREATE INDEX "finding_review_id" ON "findings" ("review_id");
-- create index "finding_section_id" to table: "findings"
CREATE INDEX "finding_section_id" ON "findings" ("section_id");
-- create index "finding_verified_by_id" to table: "findings"
CREATE INDEX "finding_verified_by_id" ON "findings" ("verified_by_id");
-- create "gates" table
CREATE TABLE "gates" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL, "stage" character varying NOT NULL, "attempt" bigint NOT NULL DEFAULT 1, "status" character varying NOT NULL DEFAULT 'NOT_STARTED', "scheduled_for" timestamptz NULL, "checklist" jsonb NULL, "decision" character varying NULL, "reason" character varying NULL, "deciders" jsonb NULL, "decided_at" timestamptz NULL, "defer_until" timestamptz NULL, "tailored_how" character varying NULL, "tailored_reason" character varying NULL, "opportunity_id" character varying NOT NULL, "tailored_by_id" character varying NULL, "approval_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "gates_approvals_approval" FOREIGN KEY ("approval_id") REFERENCES "approvals" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "gates_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "gates_users_tailored_by" FOREIGN KEY ("tailored_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "gate_approval_id" to table: "gates"
CREATE INDEX "gate_approval_id" ON "gates" ("approval_id");
-- create index "gate_created_at_id" to table: "gates"
CREATE INDEX "gate_created_at_id" ON "gates" ("created_at", "id");
-- create index "gate_opportunity_id_kind_attempt" to table: "gates"
CREATE UNIQUE INDEX "gate_opportunity_id_kind_attempt" ON "gates" ("opportunity_id", "kind", "attempt");
-- create index "gate_status_scheduled_for" to table: "gates"
CREATE INDEX "gate_status_scheduled_for" ON "gates" ("status", "scheduled_for");
-- create index "gate_tailored_by_id" to table: "gates"
CREATE INDEX "gate_tailored_by_id" ON "gates" ("tailored_by_id");
-- modify "customers" table
ALTER TABLE "customers" ADD COLUMN "contact_every_days" bigint NULL;
-- create "leads" table
CREATE TABLE "leads" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "external_refs" jsonb NULL, "source" character varying NOT NULL DEFAULT 'OTHER', "channel" character varying NULL, "company" character varying NOT NULL, "credit_code" character varying NULL, "contact_name" character varying NULL, "phone" character varying NULL, "email" character varying NULL, "text" character varying NULL, "status" character varying NOT NULL DEFAULT 'NEW', "received_at" timestamptz NOT NULL, "respond_by" timestamptz NULL, "first_response_at" timestamptz NULL, "pool" character varying NULL, "disqualify_reason" character varying NULL, "owner_id" character varying NULL, "customer_id" character varying NULL, "opportunity_id" character varying NULL, "merged_into_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "leads_customers_customer" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "leads_leads_duplicates" FOREIGN KEY ("merged_into_id") REFERENCES "leads" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "leads_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "leads_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "lead_company_id" to table: "leads"
CREATE INDEX "lead_company_id" ON "leads" ("company", "id");
-- create index "lead_created_at_id" to table: "leads"
CREATE INDEX "lead_created_at_id" ON "leads" ("created_at", "id");
-- create index "lead_credit_code" to table: "leads"
CREATE INDEX "lead_credit_code" ON "leads" ("credit_code");
-- create index "lead_customer_id" to table: "leads"
CREATE INDEX "lead_customer_id" ON "leads" ("customer_id");
-- create index "lead_merged_into_id" to table: "leads"
CREATE INDEX "lead_merged_into_id" ON "leads" ("merged_into_id");
-- create index "lead_opportunity_id" to table: "leads"
CREATE INDEX "lead_opportunity_id" ON "leads" ("opportunity_id");
-- create index "lead_owner_id" to table: "leads"
CREATE INDEX "lead_owner_id" ON "leads" ("owner_id");
-- create index "lead_phone" to table: "leads"
CREATE INDEX "lead_phone" ON "leads" ("phone");
-- create index "lead_received_at_id" to table: "leads"
CREATE INDEX "lead_received_at_id" ON "leads" ("received_at", "id");
-- create index "lead_status_received_at" to table: "leads"
CREATE INDEX "lead_status_received_at" ON "leads" ("status", "received_at");
-- modify "lessons" table
ALTER TABLE "lessons" ADD COLUMN "root_cause" character varying NULL, ADD COLUMN "evidence" character varying NULL, ADD COLUMN "supersedes_id" character varying NULL, ADD CONSTRAINT "lessons_lessons_superseded_by" FOREIGN KEY ("supersedes_id") REFERENCES "lessons" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "lesson_status" to table: "lessons"
CREATE INDEX "lesson_status" ON "lessons" ("status");
-- create index "lesson_supersedes_id" to table: "lessons"
CREATE INDEX "lesson_supersedes_id" ON "lessons" ("supersedes_id");
-- create "lesson_exposures" table
CREATE TABLE "lesson_exposures" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "rank" bigint NOT NULL, "score" double precision NOT NULL, "response" character varying NULL, "reason" character varying NULL, "answered_at" timestamptz NULL, "gate_id" character varying NOT NULL, "lesson_id" character varying NOT NULL, "opportunity_id" character varying NOT NULL, "answered_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "lesson_exposures_gates_gate" FOREIGN KEY ("gate_id") REFERENCES "gates" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "lesson_exposures_lessons_lesson" FOREIGN KEY ("lesson_id") REFERENCES "lessons" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "lesson_exposures_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "lesson_exposures_users_answered_by" FOREIGN KEY ("answered_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "lessonexposure_answered_by_id" to table: "lesson_exposures"
CREATE INDEX "lessonexposure_answered_by_id" ON "lesson_exposures" ("answered_by_id");
-- create index "lessonexposure_created_at_id" to table: "lesson_exposures"
CREATE INDEX "lessonexposure_created_at_id" ON "lesson_exposures" ("created_at", "id");
-- create index "lessonexposure_gate_id_lesson_id" to table: "lesson_exposures"
CREATE UNIQUE INDEX "lessonexposure_gate_id_lesson_id" ON "lesson_exposures" ("gate_id", "lesson_id");
-- create index "lessonexposure_lesson_id" to table: "lesson_exposures"
CREATE INDEX "lessonexposure_lesson_id" ON "lesson_exposures" ("lesson_id");
-- create index "lessonexposure_opportunity_id" to table: "lesson_exposures"
CREATE INDEX "lessonexposure_opportunity_id" ON "lesson_exposures" ("opportunity_id");
-- create "notifications" table
CREATE TABLE "notifications" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL DEFAULT 'MENTION', "subject_id" character varying NOT NULL, "title" character varying NULL, "read_at" timestamptz NULL, "mailed_at" timestamptz NULL, "digest" character varying NULL, "user_id" character varying NOT NULL, "actor_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "notifications_users_actor" FOREIGN KEY ("actor_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "notifications_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "notification_actor_id" to table: "notifications"
CREATE INDEX "notification_actor_id" ON "notifications" ("actor_id");
-- create index "notification_created_at_id" to table: "notifications"
CREATE INDEX "notification_created_at_id" ON "notifications" ("created_at", "id");
-- create index "notification_user_id_digest" to table: "notifications"
CREATE UNIQUE INDEX "notification_user_id_digest" ON "notifications" ("user_id", "digest");
-- create index "notification_user_id_read_at" to table: "notifications"
CREATE INDEX "notification_user_id_read_at" ON "notifications" ("user_id", "read_at");
-- create "qualifications" table
CREATE TABLE "qualifications" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "items" jsonb NULL, "total" bigint NOT NULL DEFAULT 0, "vetoed" boolean NOT NULL DEFAULT false, "advice" character varying NOT NULL DEFAULT 'DISCUSS', "decision" character varying NULL, "decided_at" timestamptz NULL, "deciders" jsonb NULL, "reason" character varying NULL, "override_reason" character varying NULL, "opportunity_id" character varying NOT NULL, "template_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "qualifications_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "qualifications_process_templates_template" FOREIGN KEY ("template_id") REFERENCES "process_templates" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "qualification_created_at_id" to table: "qualifications"
CREATE INDEX "qualification_created_at_id" ON "qualifications" ("created_at", "id");
-- create index "qualification_opportunity_id_created_at" to table: "qualifications"
CREATE INDEX "qualification_opportunity_id_created_at" ON "qualifications" ("opportunity_id", "created_at");
-- create index "qualification_template_id" to table: "qualifications"
CREATE INDEX "qualification_template_id" ON "qualifications" ("template_id");
-- create "questions" table
CREATE TABLE "questions" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "asked_by" character varying NULL, "question" character varying NOT NULL, "answer" character varying NULL, "answered_at" timestamptz NULL, "follow_up" boolean NOT NULL DEFAULT false, "opportunity_id" character varying NOT NULL, "activity_id" character varying NULL, "handover_id" character varying NULL, "answered_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "questions_activities_activity" FOREIGN KEY ("activity_id") REFERENCES "activities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "questions_handovers_handover" FOREIGN KEY ("handover_id") REFERENCES "handovers" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "questions_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "questions_users_answered_by" FOREIGN KEY ("answered_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "question_activity_id" to table: "questions"
CREATE INDEX "question_activity_id" ON "questions" ("activity_id");
-- create index "question_answered_by_id" to table: "questions"
CREATE INDEX "question_answered_by_id" ON "questions" ("answered_by_id");
-- create index "question_created_at_id" to table: "questions"
CREATE INDEX "question_created_at_id" ON "questions" ("created_at", "id");
-- create index "question_handover_id" to table: "questions"
CREATE INDEX "question_handover_id" ON "questions" ("handover_id");
-- create index "question_opportunity_id" to table: "questions"
CREATE INDEX "question_opportunity_id" ON "questions" ("opportunity_id");
-- modify "retrospectives" table
ALTER TABLE "retrospectives" ADD COLUMN "departments_required" jsonb NULL, ADD COLUMN "departments_present" jsonb NULL, ADD COLUMN "waived_reason" character varying NULL, ADD COLUMN "project_id" character varying NULL, ADD CONSTRAINT "retrospectives_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "retrospective_project_id" to table: "retrospectives"
CREATE INDEX "retrospective_project_id" ON "retrospectives" ("project_id");
-- create "reuse_edges" table
CREATE TABLE "reuse_edges" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "source_id" character varying NOT NULL, "source_version" bigint NOT NULL, "source_hash" character varying NOT NULL, "mode" character varying NOT NULL DEFAULT 'ADAPTED', "similarity" double precision NOT NULL, "section_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "reuse_edges_proposal_sections_section" FOREIGN KEY ("section_id") REFERENCES "proposal_sections" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "reuseedge_created_at_id" to table: "reuse_edges"
CREATE INDEX "reuseedge_created_at_id" ON "reuse_edges" ("created_at", "id");
-- create index "reuseedge_section_id" to table: "reuse_edges"
CREATE INDEX "reuseedge_section_id" ON "reuse_edges" ("section_id");
-- create index "reuseedge_source_id" to table: "reuse_edges"
CREATE INDEX "reuseedge_source_id" ON "reuse_edges" ("source_id");
-- create "risks" table
CREATE TABLE "risks" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "title" character varying NOT NULL, "description" character varying NULL, "probability" bigint NOT NULL DEFAULT 3, "impact" bigint NOT NULL DEFAULT 3, "trigger" character varying NULL, "warn_on" timestamptz NULL, "response" character varying NULL, "status" character varying NOT NULL DEFAULT 'OPEN', "closed_at" timestamptz NULL, "opportunity_id" character varying NOT NULL, "owner_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "risks_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "risks_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "risk_created_at_id" to table: "risks"
CREATE INDEX "risk_created_at_id" ON "risks" ("created_at", "id");
-- create index "risk_opportunity_id" to table: "risks"
CREATE INDEX "risk_opportunity_id" ON "risks" ("opportunity_id");
-- create index "risk_owner_id" to table: "risks"
CREATE INDEX "risk_owner_id" ON "risks" ("owner_id");
-- create index "risk_status_warn_on" to table: "risks"
CREATE INDEX "risk_status_warn_on" ON "risks" ("status", "warn_on");
-- modify "stage_entries" table
ALTER TABLE "stage_entries" ADD COLUMN "gate_id" character varying NULL, ADD CONSTRAINT "stage_entries_gates_gate" FOREIGN KEY ("gate_id") REFERENCES "gates" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "stageentry_gate_id" to table: "stage_entries"
CREATE INDEX "stageentry_gate_id" ON "stage_entries" ("gate_id");
-- create "support_requests" table
CREATE TABLE "support_requests" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "type" character varying NOT NULL DEFAULT 'OTHER', "title" character varying NOT NULL, "description" character varying NULL, "department" character varying NOT NULL DEFAULT 'PRESALES', "raci" jsonb NULL, "status" character varying NOT NULL DEFAULT 'NEW', "needed_by" timestamptz NULL, "respond_by" timestamptz NULL, "resolve_by" timestamptz NULL, "first_response_at" timestamptz NULL, "done_at" timestamptz NULL, "pauses" jsonb NULL, "escalation" bigint NOT NULL DEFAULT 0, "escalated_at" timestamptz NULL, "result" character varying NULL, "opportunity_id" character varying NULL, "requester_id" character varying NULL, "assignee_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "support_requests_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "support_requests_users_assignee" FOREIGN KEY ("assignee_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "support_requests_users_requester" FOREIGN KEY ("requester_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "supportrequest_assignee_id_status" to table: "support_requests"
CREATE INDEX "supportrequest_assignee_id_status" ON "support_requests" ("assignee_id", "status");
-- create index "supportrequest_created_at_id" to table: "support_requests"
CREATE INDEX "supportrequest_created_at_id" ON "support_requests" ("created_at", "id");
-- create index "supportrequest_opportunity_id" to table: "support_requests"
CREATE INDEX "supportrequest_opportunity_id" ON "support_requests" ("opportunity_id");
-- create index "supportrequest_requester_id" to table: "support_requests"
CREATE INDEX "supportrequest_requester_id" ON "support_requests" ("requester_id");
-- create index "supportrequest_status_respond_by" to table: "support_requests"
CREATE INDEX "supportrequest_status_respond_by" ON "support_requests" ("status", "respond_by");
-- create "surveys" table
CREATE TABLE "surveys" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "touchpoint" character varying NOT NULL DEFAULT 'ACCEPTANCE', "language" character varying NOT NULL DEFAULT 'zh', "secret_hash" bytea NOT NULL, "expires_at" timestamptz NOT NULL, "answered_at" timestamptz NULL, "score" bigint NULL, "recommend" bigint NULL, "comment" character varying NULL, "opportunity_id" character varying NULL, "project_id" character varying NULL, "contact_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "surveys_contacts_contact" FOREIGN KEY ("contact_id") REFERENCES "contacts" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "surveys_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "surveys_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "survey_contact_id" to table: "surveys"
CREATE INDEX "survey_contact_id" ON "surveys" ("contact_id");
-- create index "survey_created_at_id" to table: "surveys"
CREATE INDEX "survey_created_at_id" ON "surveys" ("created_at", "id");
-- create index "survey_opportunity_id" to table: "surveys"
CREATE INDEX "survey_opportunity_id" ON "surveys" ("opportunity_id");
-- create index "survey_project_id" to table: "surveys"
CREATE INDEX "survey_project_id" ON "surveys" ("project_id");
-- create index "survey_touchpoint_answered_at" to table: "surveys"
CREATE INDEX "survey_touchpoint_answered_at" ON "surveys" ("touchpoint", "answered_at");
-- create index "surveys_secret_hash_key" to table: "surveys"
CREATE UNIQUE INDEX "surveys_secret_hash_key" ON "surveys" ("secret_hash");
-- create "tasks" table
CREATE TABLE "tasks" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL DEFAULT 'TASK', "title" character varying NOT NULL, "description" character varying NULL, "due_at" timestamptz NULL, "status" character varying NOT NULL DEFAULT 'TODO', "done_at" timestamptz NULL, "estimate_minutes" bigint NOT NULL DEFAULT 0, "opportunity_id" character varying NULL, "proposal_id" character varying NULL, "project_id" character varying NULL, "owner_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "tasks_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "tasks_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "tasks_proposals_proposal" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "tasks_users_owner" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "task_created_at_id" to table: "tasks"
CREATE INDEX "task_created_at_id" ON "tasks" ("created_at", "id");
-- create index "task_opportunity_id" to table: "tasks"
CREATE INDEX "task_opportunity_id" ON "tasks" ("opportunity_id");
-- create index "task_owner_id_status_due_at" to table: "tasks"
CREATE INDEX "task_owner_id_status_due_at" ON "tasks" ("owner_id", "status", "due_at");
-- create index "task_project_id" to table: "tasks"
CREATE INDEX "task_project_id" ON "tasks" ("project_id");
-- create index "task_proposal_id" to table: "tasks"
CREATE INDEX "task_proposal_id" ON "tasks" ("proposal_id");
-- create "template_changes" table
CREATE TABLE "template_changes" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "template_code" character varying NOT NULL, "text" character varying NULL, "status" character varying NOT NULL DEFAULT 'PROPOSED', "decided_at" timestamptz NULL, "reason" character varying NULL, "lesson_id" character varying NULL, "decided_by_id" character varying NULL, "template_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "template_changes_lessons_lesson" FOREIGN KEY ("lesson_id") REFERENCES "lessons" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "template_changes_process_templates_template" FOREIGN KEY ("template_id") REFERENCES "process_templates" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "template_changes_users_decided_by" FOREIGN KEY ("decided_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "templatechange_created_at_id" to table: "template_changes"
CREATE INDEX "templatechange_created_at_id" ON "template_changes" ("created_at", "id");
-- create index "templatechange_lesson_id" to table: "template_changes"
CREATE INDEX "templatechange_lesson_id" ON "template_changes" ("lesson_id");
-- create index "templatechange_status" to table: "template_changes"
CREATE INDEX "templatechange_status" ON "template_changes" ("status");
-- create index "templatechange_template_id" to table: "template_changes"
CREATE INDEX "templatechange_template_id" ON "template_changes" ("template_id");
-- create "time_entries" table
CREATE TABLE "time_entries" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "day" timestamptz NOT NULL, "minutes" bigint NOT NULL, "activity" character varying NULL, "user_id" character varying NOT NULL, "opportunity_id" character varying NULL, "support_request_id" character varying NULL, "task_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "time_entries_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "time_entries_support_requests_support_request" FOREIGN KEY ("support_request_id") REFERENCES "support_requests" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "time_entries_tasks_task" FOREIGN KEY ("task_id") REFERENCES "tasks" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "time_entries_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "timeentry_created_at_id" to table: "time_entries"
CREATE INDEX "timeentry_created_at_id" ON "time_entries" ("created_at", "id");
-- create index "timeentry_opportunity_id" to table: "time_entries"
CREATE INDEX "timeentry_opportunity_id" ON "time_entries" ("opportunity_id");
-- create index "timeentry_support_request_id" to table: "time_entries"
CREATE INDEX "timeentry_support_request_id" ON "time_entries" ("support_request_id");
-- create index "timeentry_task_id" to table: "time_entries"
CREATE INDEX "timeentry_task_id" ON "time_entries" ("task_id");
-- create index "timeentry_user_id_day" to table: "time_entries"
CREATE INDEX "timeentry_user_id_day" ON "time_entries" ("user_id", "day");
-- create "win_themes" table
CREATE TABLE "win_themes" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "kind" character varying NOT NULL DEFAULT 'THEME', "statement" character varying NOT NULL, "evidence" character varying NULL, "opportunity_id" character varying NOT NULL, "requirement_id" character varying NULL, "competitor_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "win_themes_competitors_competitor" FOREIGN KEY ("competitor_id") REFERENCES "competitors" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "win_themes_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "win_themes_requirements_requirement" FOREIGN KEY ("requirement_id") REFERENCES "requirements" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "wintheme_competitor_id" to table: "win_themes"
CREATE INDEX "wintheme_competitor_id" ON "win_themes" ("competitor_id");
-- create index "wintheme_created_at_id" to table: "win_themes"
CREATE INDEX "wintheme_created_at_id" ON "win_themes" ("created_at", "id");
-- create index "wintheme_opportunity_id" to table: "win_themes"
CREATE INDEX "wintheme_opportunity_id" ON "win_themes" ("opportunity_id");
-- create index "wintheme_requirement_id" to table: "win_themes"
CREATE INDEX "wintheme_requirement_id" ON "win_themes" ("requirement_id");
-- which opportunity is behind the changes made so far
UPDATE change_log SET opportunity_id = entity_id WHERE entity = 'Opportunity';
UPDATE change_log SET opportunity_id = root_id WHERE opportunity_id IS NULL AND root_id LIKE 'opp%';
UPDATE change_log SET opportunity_id = (SELECT p.opportunity_id FROM proposals p WHERE p.id = change_log.root_id) WHERE opportunity_id IS NULL AND root_id LIKE 'prp%';

-- +goose Down
-- reverse: create index "wintheme_requirement_id" to table: "win_themes"
DROP INDEX "wintheme_requirement_id";
-- reverse: create index "wintheme_opportunity_id" to table: "win_themes"
DROP INDEX "wintheme_opportunity_id";
-- reverse: create index "wintheme_created_at_id" to table: "win_themes"
DROP INDEX "wintheme_created_at_id";
-- reverse: create index "wintheme_competitor_id" to table: "win_themes"
DROP INDEX "wintheme_competitor_id";
-- reverse: create "win_themes" table
DROP TABLE "win_themes";
-- reverse: create index "timeentry_user_id_day" to table: "time_entries"
DROP INDEX "timeentry_user_id_day";
-- reverse: create index "timeentry_task_id" to table: "time_entries"
DROP INDEX "timeentry_task_id";
-- reverse: create index "timeentry_support_request_id" to table: "time_entries"
DROP INDEX "timeentry_support_request_id";
-- reverse: create index "timeentry_opportunity_id" to table: "time_entries"
DROP INDEX "timeentry_opportunity_id";
-- reverse: create index "timeentry_created_at_id" to table: "time_entries"
DROP INDEX "timeentry_created_at_id";
-- reverse: create "time_entries" table
DROP TABLE "time_entries";
-- reverse: create index "templatechange_template_id" to table: "template_changes"
DROP INDEX "templatechange_template_id";
-- reverse: create index "templatechange_status" to table: "template_changes"
DROP INDEX "templatechange_status";
-- reverse: create index "templatechange_lesson_id" to table: "template_changes"
DROP INDEX "templatechange_lesson_id";
-- reverse: create index "templatechange_created_at_id" to table: "template_changes"
DROP INDEX "templatechange_created_at_id";
-- reverse: create "template_changes" table
DROP TABLE "template_changes";
-- reverse: create index "task_proposal_id" to table: "tasks"
DROP INDEX "task_proposal_id";
-- reverse: create index "task_project_id" to table: "tasks"
DROP INDEX "task_project_id";
-- reverse: create index "task_owner_id_status_due_at" to table: "tasks"
DROP INDEX "task_owner_id_status_due_at";
-- reverse: create index "task_opportunity_id" to table: "tasks"
DROP INDEX "task_opportunity_id";
-- reverse: create index "task_created_at_id" to table: "tasks"
DROP INDEX "task_created_at_id";
-- reverse: create "tasks" table
DROP TABLE "tasks";
-- reverse: create index "surveys_secret_hash_key" to table: "surveys"
DROP INDEX "surveys_secret_hash_key";
-- reverse: create index "survey_touchpoint_answered_at" to table: "surveys"
DROP INDEX "survey_touchpoint_answered_at";
-- reverse: create index "survey_project_id" to table: "surveys"
DROP INDEX "survey_project_id";
-- reverse: create index "survey_opportunity_id" to table: "surveys"
DROP INDEX "survey_opportunity_id";
-- reverse: create index "survey_created_at_id" to table: "surveys"
DROP INDEX "survey_created_at_id";
-- reverse: create index "survey_contact_id" to table: "surveys"
DROP INDEX "survey_contact_id";
-- reverse: create "surveys" table
DROP TABLE "surveys";
-- reverse: create index "supportrequest_status_respond_by" to table: "support_requests"
DROP INDEX "supportrequest_status_respond_by";
-- reverse: create index "supportrequest_requester_id" to table: "support_requests"
DROP INDEX "supportrequest_requester_id";
-- reverse: create index "supportrequest_opportunity_id" to table: "support_requests"
DROP INDEX "supportrequest_opportunity_id";
-- reverse: create index "supportrequest_created_at_id" to table: "support_requests"
DROP INDEX "supportrequest_created_at_id";
-- reverse: create index "supportrequest_assignee_id_status" to table: "support_requests"
DROP INDEX "supportrequest_assignee_id_status";
-- reverse: create "support_requests" table
DROP TABLE "support_requests";
-- reverse: create index "stageentry_gate_id" to table: "stage_entries"
DROP INDEX "stageentry_gate_id";
-- reverse: modify "stage_entries" table
ALTER TABLE "stage_entries" DROP CONSTRAINT "stage_entries_gates_gate", DROP COLUMN "gate_id";
-- reverse: create index "risk_status_warn_on" to table: "risks"
DROP INDEX "risk_status_warn_on";
-- reverse: create index "risk_owner_id" to table: "risks"
DROP INDEX "risk_owner_id";
-- reverse: create index "risk_opportunity_id" to table: "risks"
DROP INDEX "risk_opportunity_id";
-- reverse: create index "risk_created_at_id" to table: "risks"
DROP INDEX "risk_created_at_id";
-- reverse: create "risks" table
DROP TABLE "risks";
-- reverse: create index "reuseedge_source_id" to table: "reuse_edges"
DROP INDEX "reuseedge_source_id";
-- reverse: create index "reuseedge_section_id" to table: "reuse_edges"
DROP INDEX "reuseedge_section_id";
-- reverse: create index "reuseedge_created_at_id" to table: "reuse_edges"
DROP INDEX "reuseedge_created_at_id";
-- reverse: create "reuse_edges" table
DROP TABLE "reuse_edges";
-- reverse: create index "retrospective_project_id" to table: "retrospectives"
DROP INDEX "retrospective_project_id";
-- reverse: modify "retrospectives" table
ALTER TABLE "retrospectives" DROP CONSTRAINT "retrospectives_projects_project", DROP COLUMN "project_id", DROP COLUMN "waived_reason", DROP COLUMN "departments_present", DROP COLUMN "departments_required";
-- reverse: create index "question_opportunity_id" to table: "questions"
DROP INDEX "question_opportunity_id";
-- reverse: create index "question_handover_id" to table: "questions"
DROP INDEX "question_handover_id";
-- reverse: create index "question_created_at_id" to table: "questions"
DROP INDEX "question_created_at_id";
-- reverse: create index "question_answered_by_id" to table: "questions"
DROP INDEX "question_answered_by_id";
-- reverse: create index "question_activity_id" to table: "questions"
DROP INDEX "question_activity_id";
-- reverse: create "questions" table
DROP TABLE "questions";
-- reverse: create index "qualification_template_id" to table: "qualifications"
DROP INDEX "qualification_template_id";
-- reverse: create index "qualification_opportunity_id_created_at" to table: "qualifications"
DROP INDEX "qualification_opportunity_id_created_at";
-- reverse: create index "qualification_created_at_id" to table: "qualifications"
DROP INDEX "qualification_created_at_id";
-- reverse: create "qualifications" table
DROP TABLE "qualifications";
-- reverse: create index "notification_user_id_read_at" to table: "notifications"
DROP INDEX "notification_user_id_read_at";
-- reverse: create index "notification_user_id_digest" to table: "notifications"
DROP INDEX "notification_user_id_digest";
-- reverse: create index "notification_created_at_id" to table: "notifications"
DROP INDEX "notification_created_at_id";
-- reverse: create index "notification_actor_id" to table: "notifications"
DROP INDEX "notification_actor_id";
-- reverse: create "notifications" table
DROP TABLE "notifications";
-- reverse: create index "lessonexposure_opportunity_id" to table: "lesson_exposures"
DROP INDEX "lessonexposure_opportunity_id";
-- reverse: create index "lessonexposure_lesson_id" to table: "lesson_exposures"
DROP INDEX "lessonexposure_lesson_id";
-- reverse: create index "lessonexposure_gate_id_lesson_id" to table: "lesson_exposures"
DROP INDEX "lessonexposure_gate_id_lesson_id";
-- reverse: create index "lessonexposure_created_at_id" to table: "lesson_exposures"
DROP INDEX "lessonexposure_created_at_id";
-- reverse: create index "lessonexposure_answered_by_id" to table: "lesson_exposures"
DROP INDEX "lessonexposure_answered_by_id";
-- reverse: create "lesson_exposures" table
DROP TABLE "lesson_exposures";
-- reverse: create index "lesson_supersedes_id" to table: "lessons"
DROP INDEX "lesson_supersedes_id";
-- reverse: create index "lesson_status" to table: "lessons"
DROP INDEX "lesson_status";
-- reverse: modify "lessons" table
ALTER TABLE "lessons" DROP CONSTRAINT "lessons_lessons_superseded_by", DROP COLUMN "supersedes_id", DROP COLUMN "evidence", DROP COLUMN "root_cause";
-- reverse: create index "lead_status_received_at" to table: "leads"
DROP INDEX "lead_status_received_at";
-- reverse: create index "lead_received_at_id" to table: "leads"
DROP INDEX "lead_received_at_id";
-- reverse: create index "lead_phone" to table: "leads"
DROP INDEX "lead_phone";
-- reverse: create index "lead_owner_id" to table: "leads"
DROP INDEX "lead_owner_id";
-- reverse: create index "lead_opportunity_id" to table: "leads"
DROP INDEX "lead_opportunity_id";
-- reverse: create index "lead_merged_into_id" to table: "leads"
DROP INDEX "lead_merged_into_id";
-- reverse: create index "lead_customer_id" to table: "leads"
DROP INDEX "lead_customer_id";
-- reverse: create index "lead_credit_code" to table: "leads"
DROP INDEX "lead_credit_code";
-- reverse: create index "lead_created_at_id" to table: "leads"
DROP INDEX "lead_created_at_id";
-- reverse: create index "lead_company_id" to table: "leads"
DROP INDEX "lead_company_id";
-- reverse: create "leads" table
DROP TABLE "leads";
-- reverse: modify "customers" table
ALTER TABLE "customers" DROP COLUMN "contact_every_days";
-- reverse: create index "gate_tailored_by_id" to table: "gates"
DROP INDEX "gate_tailored_by_id";
-- reverse: create index "gate_status_scheduled_for" to table: "gates"
DROP INDEX "gate_status_scheduled_for";
-- reverse: create index "gate_opportunity_id_kind_attempt" to table: "gates"
DROP INDEX "gate_opportunity_id_kind_attempt";
-- reverse: create index "gate_created_at_id" to table: "gates"
DROP INDEX "gate_created_at_id";
-- reverse: create index "gate_approval_id" to table: "gates"
DROP INDEX "gate_approval_id";
-- reverse: create "gates" table
DROP TABLE "gates";
-- reverse: create index "finding_verified_by_id" to table: "findings"
DROP INDEX "finding_verified_by_id";
-- reverse: create index "finding_section_id" to table: "findings"
DROP INDEX "finding_section_id";
-- reverse: create index "finding_review_id" to table: "findings"
DROP INDEX "finding_review_id";
-- reverse: create index "finding_owner_id_status" to table: "findings"
DROP INDEX "finding_owner_id_status";
-- reverse: create index "finding_opportunity_id" to table: "findings"
DROP INDEX "finding_opportunity_id";
-- reverse: create index "finding_created_at_id" to table: "findings"
DROP INDEX "finding_created_at_id";
-- reverse: create index "finding_acceptance_id" to table: "findings"
DROP INDEX "finding_acceptance_id";
-- reverse: create "findings" table
DROP TABLE "findings";
-- reverse: create index "review_status_scheduled_at" to table: "reviews"
DROP INDEX "review_status_scheduled_at";
-- reverse: create index "review_proposal_version_id" to table: "reviews"
DROP INDEX "review_proposal_version_id";
-- reverse: create index "review_proposal_id" to table: "reviews"
DROP INDEX "review_proposal_id";
-- reverse: create index "review_created_at_id" to table: "reviews"
DROP INDEX "review_created_at_id";
-- reverse: create "reviews" table
DROP TABLE "reviews";
-- reverse: create index "complianceitem_section_id" to table: "compliance_items"
DROP INDEX "complianceitem_section_id";
-- reverse: create index "complianceitem_requirement_id" to table: "compliance_items"
DROP INDEX "complianceitem_requirement_id";
-- reverse: create index "complianceitem_proposal_id_requirement_id" to table: "compliance_items"
DROP INDEX "complianceitem_proposal_id_requirement_id";
-- reverse: create index "complianceitem_created_at_id" to table: "compliance_items"
DROP INDEX "complianceitem_created_at_id";
-- reverse: create index "complianceitem_approval_id" to table: "compliance_items"
DROP INDEX "complianceitem_approval_id";
-- reverse: create "compliance_items" table
DROP TABLE "compliance_items";
-- reverse: create index "proposalsection_reviewer_id" to table: "proposal_sections"
DROP INDEX "proposalsection_reviewer_id";
-- reverse: create index "proposalsection_owner_id" to table: "proposal_sections"
DROP INDEX "proposalsection_owner_id";
-- reverse: modify "proposal_sections" table
ALTER TABLE "proposal_sections" DROP CONSTRAINT "proposal_sections_users_reviewer", DROP CONSTRAINT "proposal_sections_users_owner", DROP COLUMN "reviewer_id", DROP COLUMN "owner_id", DROP COLUMN "words", DROP COLUMN "status", DROP COLUMN "due_at";
-- reverse: create index "competitor_opportunity_id" to table: "competitors"
DROP INDEX "competitor_opportunity_id";
-- reverse: create index "competitor_created_at_id" to table: "competitors"
DROP INDEX "competitor_created_at_id";
-- reverse: create "competitors" table
DROP TABLE "competitors";
-- reverse: create index "comment_subject_id" to table: "comments"
DROP INDEX "comment_subject_id";
-- reverse: create index "comment_reply_to_id" to table: "comments"
DROP INDEX "comment_reply_to_id";
-- reverse: create index "comment_opportunity_id" to table: "comments"
DROP INDEX "comment_opportunity_id";
-- reverse: create index "comment_created_at_id" to table: "comments"
DROP INDEX "comment_created_at_id";
-- reverse: create index "comment_author_id" to table: "comments"
DROP INDEX "comment_author_id";
-- reverse: create "comments" table
DROP TABLE "comments";
-- reverse: create index "clarification_opportunity_id_issued_at" to table: "clarifications"
DROP INDEX "clarification_opportunity_id_issued_at";
-- reverse: create index "clarification_created_at_id" to table: "clarifications"
DROP INDEX "clarification_created_at_id";
-- reverse: create index "clarification_acknowledged_by_id" to table: "clarifications"
DROP INDEX "clarification_acknowledged_by_id";
-- reverse: create "clarifications" table
DROP TABLE "clarifications";
-- reverse: create index "citation_proposal_id_certificate_id" to table: "citations"
DROP INDEX "citation_proposal_id_certificate_id";
-- reverse: create index "citation_created_at_id" to table: "citations"
DROP INDEX "citation_created_at_id";
-- reverse: create index "citation_certificate_id" to table: "citations"
DROP INDEX "citation_certificate_id";
-- reverse: create "citations" table
DROP TABLE "citations";
-- reverse: create index "changerequest_requirement_id" to table: "change_requests"
DROP INDEX "changerequest_requirement_id";
-- reverse: create index "changerequest_project_id_number" to table: "change_requests"
DROP INDEX "changerequest_project_id_number";
-- reverse: create index "changerequest_opportunity_id" to table: "change_requests"
DROP INDEX "changerequest_opportunity_id";
-- reverse: create index "changerequest_decided_by_id" to table: "change_requests"
DROP INDEX "changerequest_decided_by_id";
-- reverse: create index "changerequest_created_at_id" to table: "change_requests"
DROP INDEX "changerequest_created_at_id";
-- reverse: create index "changerequest_commitment_id" to table: "change_requests"
DROP INDEX "changerequest_commitment_id";
-- reverse: create index "changerequest_assessed_by_id" to table: "change_requests"
DROP INDEX "changerequest_assessed_by_id";
-- reverse: create "change_requests" table
DROP TABLE "change_requests";
-- reverse: create index "certificate_owner_id" to table: "certificates"
DROP INDEX "certificate_owner_id";
-- reverse: create index "certificate_name_id" to table: "certificates"
DROP INDEX "certificate_name_id";
-- reverse: create index "certificate_expires_on" to table: "certificates"
DROP INDEX "certificate_expires_on";
-- reverse: create index "certificate_created_at_id" to table: "certificates"
DROP INDEX "certificate_created_at_id";
-- reverse: create "certificates" table
DROP TABLE "certificates";
-- reverse: create index "bidchecklistitem_proposal_id_code" to table: "bid_checklist_items"
DROP INDEX "bidchecklistitem_proposal_id_code";
-- reverse: create index "bidchecklistitem_done_by_id" to table: "bid_checklist_items"
DROP INDEX "bidchecklistitem_done_by_id";
-- reverse: create index "bidchecklistitem_created_at_id" to table: "bid_checklist_items"
DROP INDEX "bidchecklistitem_created_at_id";
-- reverse: create "bid_checklist_items" table
DROP TABLE "bid_checklist_items";
-- reverse: create index "acceptancecriterion_requirement_id" to table: "acceptance_criteria"
DROP INDEX "acceptancecriterion_requirement_id";
-- reverse: create index "acceptancecriterion_created_at_id" to table: "acceptance_criteria"
DROP INDEX "acceptancecriterion_created_at_id";
-- reverse: create index "acceptancecriterion_commitment_id" to table: "acceptance_criteria"
DROP INDEX "acceptancecriterion_commitment_id";
-- reverse: create index "acceptancecriterion_acceptance_id" to table: "acceptance_criteria"
DROP INDEX "acceptancecriterion_acceptance_id";
-- reverse: create "acceptance_criteria" table
DROP TABLE "acceptance_criteria";
-- reverse: create index "requirement_opportunity_id_number" to table: "requirements"
DROP INDEX "requirement_opportunity_id_number";
-- reverse: create index "requirement_created_at_id" to table: "requirements"
DROP INDEX "requirement_created_at_id";
-- reverse: create "requirements" table
DROP TABLE "requirements";
-- reverse: create index "commitment_term_id" to table: "commitments"
DROP INDEX "commitment_term_id";
-- reverse: create index "commitment_owner_id_due_on" to table: "commitments"
DROP INDEX "commitment_owner_id_due_on";
-- reverse: create index "commitment_opportunity_id_status" to table: "commitments"
DROP INDEX "commitment_opportunity_id_status";
-- reverse: create index "commitment_made_to_id" to table: "commitments"
DROP INDEX "commitment_made_to_id";
-- reverse: create index "commitment_made_by_id" to table: "commitments"
DROP INDEX "commitment_made_by_id";
-- reverse: create index "commitment_handover_id" to table: "commitments"
DROP INDEX "commitment_handover_id";
-- reverse: create index "commitment_created_at_id" to table: "commitments"
DROP INDEX "commitment_created_at_id";
-- reverse: create index "commitment_contract_id" to table: "commitments"
DROP INDEX "commitment_contract_id";
-- reverse: create index "commitment_approval_id" to table: "commitments"
DROP INDEX "commitment_approval_id";
-- reverse: create "commitments" table
DROP TABLE "commitments";
-- reverse: create index "handover_prepared_by_id" to table: "handovers"
DROP INDEX "handover_prepared_by_id";
-- reverse: create index "handover_opportunity_id" to table: "handovers"
DROP INDEX "handover_opportunity_id";
-- reverse: create index "handover_created_at_id" to table: "handovers"
DROP INDEX "handover_created_at_id";
-- reverse: create index "handover_contract_id" to table: "handovers"
DROP INDEX "handover_contract_id";
-- reverse: create index "handover_accepted_by_id" to table: "handovers"
DROP INDEX "handover_accepted_by_id";
-- reverse: create "handovers" table
DROP TABLE "handovers";
-- reverse: create index "commercialterm_opportunity_id" to table: "commercial_terms"
DROP INDEX "commercialterm_opportunity_id";
-- reverse: create index "commercialterm_decided_by_id" to table: "commercial_terms"
DROP INDEX "commercialterm_decided_by_id";
-- reverse: create index "commercialterm_created_at_id" to table: "commercial_terms"
DROP INDEX "commercialterm_created_at_id";
-- reverse: create "commercial_terms" table
DROP TABLE "commercial_terms";
-- reverse: create index "approval_subject_id" to table: "approvals"
DROP INDEX "approval_subject_id";
-- reverse: create index "approval_status_required_role" to table: "approvals"
DROP INDEX "approval_status_required_role";
-- reverse: create index "approval_requested_by_id" to table: "approvals"
DROP INDEX "approval_requested_by_id";
-- reverse: create index "approval_opportunity_id" to table: "approvals"
DROP INDEX "approval_opportunity_id";
-- reverse: create index "approval_decided_by_id" to table: "approvals"
DROP INDEX "approval_decided_by_id";
-- reverse: create index "approval_created_at_id" to table: "approvals"
DROP INDEX "approval_created_at_id";
-- reverse: create "approvals" table
DROP TABLE "approvals";
-- reverse: create index "acceptance_requested_by_id" to table: "acceptances"
DROP INDEX "acceptance_requested_by_id";
-- reverse: create index "acceptance_project_id" to table: "acceptances"
DROP INDEX "acceptance_project_id";
-- reverse: create index "acceptance_opportunity_id" to table: "acceptances"
DROP INDEX "acceptance_opportunity_id";
-- reverse: create index "acceptance_decided_by_id" to table: "acceptances"
DROP INDEX "acceptance_decided_by_id";
-- reverse: create index "acceptance_created_at_id" to table: "acceptances"
DROP INDEX "acceptance_created_at_id";
-- reverse: create "acceptances" table
DROP TABLE "acceptances";
-- reverse: create index "project_opportunity_id" to table: "projects"
DROP INDEX "project_opportunity_id";
-- reverse: create index "project_name_id" to table: "projects"
DROP INDEX "project_name_id";
-- reverse: create index "project_manager_id" to table: "projects"
DROP INDEX "project_manager_id";
-- reverse: create index "project_created_at_id" to table: "projects"
DROP INDEX "project_created_at_id";
-- reverse: create index "project_contract_id" to table: "projects"
DROP INDEX "project_contract_id";
-- reverse: create "projects" table
DROP TABLE "projects";
-- reverse: create index "contracts_number_key" to table: "contracts"
DROP INDEX "contracts_number_key";
-- reverse: create index "contract_signed_by_id" to table: "contracts"
DROP INDEX "contract_signed_by_id";
-- reverse: create index "contract_proposal_id" to table: "contracts"
DROP INDEX "contract_proposal_id";
-- reverse: create index "contract_opportunity_id" to table: "contracts"
DROP INDEX "contract_opportunity_id";
-- reverse: create index "contract_created_at_id" to table: "contracts"
DROP INDEX "contract_created_at_id";
-- reverse: create "contracts" table
DROP TABLE "contracts";
-- reverse: create index "proposal_signed_by_id" to table: "proposals"
DROP INDEX "proposal_signed_by_id";
-- reverse: modify "proposals" table
ALTER TABLE "proposals" DROP CONSTRAINT "proposals_users_signed_by", DROP COLUMN "signed_by_id", DROP COLUMN "failure", DROP COLUMN "late", DROP COLUMN "receipt", DROP COLUMN "snapshot_hash", DROP COLUMN "sealed_at", DROP COLUMN "signed_at", DROP COLUMN "bond_reference", DROP COLUMN "bond_amount", DROP COLUMN "valid_until", DROP COLUMN "discount_percent", DROP COLUMN "currency", DROP COLUMN "price";
-- reverse: create index "opportunity_template_id" to table: "opportunities"
DROP INDEX "opportunity_template_id";
-- reverse: create index "opportunity_origin_id" to table: "opportunities"
DROP INDEX "opportunity_origin_id";
-- reverse: modify "opportunities" table
ALTER TABLE "opportunities" DROP CONSTRAINT "opportunities_process_templates_template", DROP CONSTRAINT "opportunities_opportunities_renewals", DROP COLUMN "origin_id", DROP COLUMN "template_id", DROP COLUMN "debrief", DROP COLUMN "failure", DROP COLUMN "origin", DROP COLUMN "exchange_rate", DROP COLUMN "win_probability", DROP COLUMN "forecast_category", DROP COLUMN "bond_demanded", DROP COLUMN "bid_validity_until", DROP COLUMN "price_ceiling", DROP COLUMN "bid_opening_at", DROP COLUMN "deadline_zone";
-- reverse: create index "processtemplate_status" to table: "process_templates"
DROP INDEX "processtemplate_status";
-- reverse: create index "processtemplate_created_at_id" to table: "process_templates"
DROP INDEX "processtemplate_created_at_id";
-- reverse: create index "processtemplate_code_number" to table: "process_templates"
DROP INDEX "processtemplate_code_number";
-- reverse: create "process_templates" table
DROP TABLE "process_templates";
-- reverse: create index "exchangerate_currency_day" to table: "exchange_rates"
DROP INDEX "exchangerate_currency_day";
-- reverse: create index "exchangerate_created_at_id" to table: "exchange_rates"
DROP INDEX "exchangerate_created_at_id";
-- reverse: create "exchange_rates" table
DROP TABLE "exchange_rates";
-- reverse: create index "change_opportunity_id_id" to table: "change_log"
DROP INDEX "change_opportunity_id_id";
-- reverse: modify "change_log" table
ALTER TABLE "change_log" DROP COLUMN "opportunity_id";
-- reverse: create index "authorityrule_type_role" to table: "authority_rules"
DROP INDEX "authorityrule_type_role";
-- reverse: create index "authorityrule_created_at_id" to table: "authority_rules"
DROP INDEX "authorityrule_created_at_id";
-- reverse: create "authority_rules" table
DROP TABLE "authority_rules";
-- reverse: modify "line_items" table
ALTER TABLE "line_items" DROP COLUMN "description", DROP COLUMN "unit_cost";
-- reverse: create index "calendarday_created_at_id" to table: "calendar_days"
DROP INDEX "calendarday_created_at_id";
-- reverse: create index "calendarday_calendar_day" to table: "calendar_days"
DROP INDEX "calendarday_calendar_day";
-- reverse: create "calendar_days" table
DROP TABLE "calendar_days";
-- reverse: modify "users" table
ALTER TABLE "users" DROP COLUMN "notifying", DROP COLUMN "weekly_hours", DROP COLUMN "department";
