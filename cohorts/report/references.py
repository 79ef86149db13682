"""The works that methods rest on, each cited only where its method was used."""

from collections.abc import Mapping
from types import MappingProxyType


REFERENCES: Mapping[str, str] = MappingProxyType(
    {
        "aalen_1978": (
            "Aalen OO (1978). Nonparametric inference for a family of counting "
            "processes. Annals of Statistics, 6(4), 701–726."
        ),
        "aalen_johansen_1978": (
            "Aalen OO, Johansen S (1978). An empirical transition matrix for "
            "non-homogeneous Markov chains based on censored observations. "
            "Scandinavian Journal of Statistics, 5(3), 141–150."
        ),
        "abbott_forrest_1986": (
            "Abbott A, Forrest J (1986). Optimal matching methods for historical "
            "sequences. Journal of Interdisciplinary History, 16(3), 471–494."
        ),
        "andersen_1993": (
            "Andersen PK, Borgan Ø, Gill RD, Keiding N (1993). Statistical Models "
            "Based on Counting Processes. New York: Springer."
        ),
        "andersen_gill_1982": (
            "Andersen PK, Gill RD (1982). Cox’s regression model for counting "
            "processes: a large sample study. Annals of Statistics, 10(4), 1100–1120."
        ),
        "anderson_1983": (
            "Anderson JR, Cain KC, Gelber RD (1983). Analysis of survival by tumor "
            "response. Journal of Clinical Oncology, 1(11), 710–719."
        ),
        "austin_2009": (
            "Austin PC (2009). Balance diagnostics for comparing the distribution of "
            "baseline covariates between treatment groups in propensity-score matched "
            "samples. Statistics in Medicine, 28(25), 3083–3107."
        ),
        "breslow_1974": (
            "Breslow N (1974). Covariance analysis of censored survival data. "
            "Biometrics, 30(1), 89–99."
        ),
        "brookmeyer_crowley_1982": (
            "Brookmeyer R, Crowley J (1982). A confidence interval for the median "
            "survival time. Biometrics, 38(1), 29–41."
        ),
        "cox_1972": (
            "Cox DR (1972). Regression models and life-tables. Journal of the Royal "
            "Statistical Society B, 34(2), 187–220."
        ),
        "efron_1977": (
            "Efron B (1977). The efficiency of Cox’s likelihood function for censored "
            "data. Journal of the American Statistical Association, 72(359), 557–565."
        ),
        "elzinga_liefbroer_2007": (
            "Elzinga CH, Liefbroer AC (2007). De-standardization of family-life "
            "trajectories of young adults: a cross-national comparison using sequence "
            "analysis. European Journal of Population, 23, 225–250."
        ),
        "fine_gray_1999": (
            "Fine JP, Gray RJ (1999). A proportional hazards model for the "
            "subdistribution of a competing risk. Journal of the American Statistical "
            "Association, 94(446), 496–509."
        ),
        "firth_1993": (
            "Firth D (1993). Bias reduction of maximum likelihood estimates. "
            "Biometrika, 80(1), 27–38."
        ),
        "gabadinho_2011": (
            "Gabadinho A, Ritschard G, Müller NS, Studer M (2011). Analyzing and "
            "visualizing state sequences in R with TraMineR. Journal of Statistical "
            "Software, 40(4), 1–37."
        ),
        "grambsch_therneau_1994": (
            "Grambsch PM, Therneau TM (1994). Proportional hazards tests and "
            "diagnostics based on weighted residuals. Biometrika, 81(3), 515–526."
        ),
        "gray_1988": (
            "Gray RJ (1988). A class of K-sample tests for comparing the cumulative "
            "incidence of a competing risk. Annals of Statistics, 16(3), 1141–1154."
        ),
        "greenwood_1926": (
            "Greenwood M (1926). The natural duration of cancer. Reports on Public "
            "Health and Medical Subjects, 33, 1–26. London: HMSO."
        ),
        "hamming_1950": (
            "Hamming RW (1950). Error detecting and error correcting codes. Bell "
            "System Technical Journal, 29(2), 147–160."
        ),
        "hernan_robins_2016": (
            "Hernán MA, Robins JM (2016). Using big data to emulate a target trial "
            "when a randomized trial is not available. American Journal of "
            "Epidemiology, 183(8), 758–764."
        ),
        "kaplan_meier_1958": (
            "Kaplan EL, Meier P (1958). Nonparametric estimation from incomplete "
            "observations. Journal of the American Statistical Association, 53(282), "
            "457–481."
        ),
        "kaufman_rousseeuw_1990": (
            "Kaufman L, Rousseeuw PJ (1990). Finding Groups in Data: An Introduction "
            "to Cluster Analysis. New York: Wiley."
        ),
        "lawless_nadeau_1995": (
            "Lawless JF, Nadeau C (1995). Some simple robust methods for the analysis "
            "of recurrent events. Technometrics, 37(2), 158–168."
        ),
        "lesnard_2010": (
            "Lesnard L (2010). Setting cost in optimal matching to uncover "
            "contemporaneous socio-temporal patterns. Sociological Methods and "
            "Research, 38(3), 389–419."
        ),
        "lin_wei_1989": (
            "Lin DY, Wei LJ (1989). The robust inference for the Cox proportional "
            "hazards model. Journal of the American Statistical Association, 84(408), "
            "1074–1078."
        ),
        "mantel_1966": (
            "Mantel N (1966). Evaluation of survival data and two new rank order "
            "statistics arising in its consideration. Cancer Chemotherapy Reports, "
            "50(3), 163–170."
        ),
        "nelson_1972": (
            "Nelson W (1972). Theory and applications of hazard plotting for censored "
            "failure data. Technometrics, 14(4), 945–966."
        ),
        "prentice_gloeckler_1978": (
            "Prentice RL, Gloeckler LA (1978). Regression analysis of grouped survival "
            "data with application to breast cancer data. Biometrics, 34(1), 57–67."
        ),
        "rosenbaum_rubin_1983": (
            "Rosenbaum PR, Rubin DB (1983). The central role of the propensity score "
            "in observational studies for causal effects. Biometrika, 70(1), 41–55."
        ),
        "rousseeuw_1987": (
            "Rousseeuw PJ (1987). Silhouettes: a graphical aid to the interpretation "
            "and validation of cluster analysis. Journal of Computational and Applied "
            "Mathematics, 20, 53–65."
        ),
        "royston_parmar_2013": (
            "Royston P, Parmar MKB (2013). Restricted mean survival time: an "
            "alternative to the hazard ratio for the design and analysis of randomized "
            "trials with a time-to-event outcome. BMC Medical Research Methodology, "
            "13, 152."
        ),
        "suissa_2008": (
            "Suissa S (2008). Immortal time bias in pharmacoepidemiology. American "
            "Journal of Epidemiology, 167(4), 492–499."
        ),
        "therneau_grambsch_2000": (
            "Therneau TM, Grambsch PM (2000). Modeling Survival Data: Extending the "
            "Cox Model. New York: Springer."
        ),
        "turnbull_1976": (
            "Turnbull BW (1976). The empirical distribution function with arbitrarily "
            "grouped, censored and truncated data. Journal of the Royal Statistical "
            "Society B, 38(3), 290–295."
        ),
        "vanderweele_ding_2017": (
            "VanderWeele TJ, Ding P (2017). Sensitivity analysis in observational "
            "research: introducing the E-value. Annals of Internal Medicine, 167(4), "
            "268–274."
        ),
        "wilson_1927": (
            "Wilson EB (1927). Probable inference, the law of succession, and "
            "statistical inference. Journal of the American Statistical Association, "
            "22(158), 209–212."
        ),
    }
)
