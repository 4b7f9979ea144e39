/* The routines of OpenBLAS that NumericCore calls, declared here because Debian's OpenBLAS ships
 * LAPACK's Fortran symbols without LAPACKE or C prototypes for them.
 *
 * Fortran passes every argument by address and appends the length of each character argument,
 * in order, at the end of the list. The lengths are declared: leaving them out happens to work
 * on x86-64 and is undefined elsewhere. Matrices are column-major. */
#ifndef UNMET_OPENBLAS_DOOR_H
#define UNMET_OPENBLAS_DOOR_H

#include <cblas.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t lapack_int;

/* Eigenvalues and eigenvectors of a symmetric matrix (relatively robust representations). */
void dsyevr_(const char *jobz, const char *range, const char *uplo, const lapack_int *n,
             double *a, const lapack_int *lda, const double *vl, const double *vu,
             const lapack_int *il, const lapack_int *iu, const double *abstol, lapack_int *m,
             double *w, double *z, const lapack_int *ldz, lapack_int *isuppz, double *work,
             const lapack_int *lwork, lapack_int *iwork, const lapack_int *liwork,
             lapack_int *info, size_t jobz_length, size_t range_length, size_t uplo_length);

/* Cholesky factor of a symmetric positive definite matrix. */
void dpotrf_(const char *uplo, const lapack_int *n, double *a, const lapack_int *lda,
             lapack_int *info, size_t uplo_length);

/* Solves A X = B with the Cholesky factor of A. */
void dpotrs_(const char *uplo, const lapack_int *n, const lapack_int *nrhs, const double *a,
             const lapack_int *lda, double *b, const lapack_int *ldb, lapack_int *info,
             size_t uplo_length);

/* The precision matrix (inverse of A) from the Cholesky factor of A. */
void dpotri_(const char *uplo, const lapack_int *n, double *a, const lapack_int *lda,
             lapack_int *info, size_t uplo_length);

#endif
