package desk

import (
	"context"

	"bidwell/ent"
)

// CreateCertificate makes a certificate. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateCertificate(ctx context.Context, in ent.CreateCertificateInput) (Written[ent.Certificate], error) {
	return create(ctx, d, ent.TypeCertificate, func(ctx context.Context, w *writing, id string) (*ent.Certificate, error) {
		return w.tx.Certificate.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCertificate changes a certificate. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateCertificate(ctx context.Context, in ent.UpdateCertificateInput) (Written[ent.Certificate], error) {
	return update(ctx, d, ent.TypeCertificate, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Certificate, error) {
		return w.tx.Certificate.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
