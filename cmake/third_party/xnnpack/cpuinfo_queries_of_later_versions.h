/* Queries that this XNNPACK asks and Debian bookworm's cpuinfo does not know yet. "No" is always safe: it only leaves out a
 * faster kernel. They are functions of cpuinfo.h in later versions; delete this file when the distribution's cpuinfo has them. */
#ifndef BRIGADE_CPUINFO_QUERIES_OF_LATER_VERSIONS_H
#define BRIGADE_CPUINFO_QUERIES_OF_LATER_VERSIONS_H
#define cpuinfo_has_x86_avxvnni() 0
#define cpuinfo_has_x86_avx_vnni_int8() 0
#define cpuinfo_has_x86_amx_int8() 0
#define cpuinfo_has_x86_avx512fp16() 0
#endif
